# SPDX-License-Identifier: Apache-2.0

# A product file, and the entries of the kernel and udev for such a device.
#
# The properties are those of a real keyboard in `udevadm info`, without those of its host. Only the
# event node has the properties that the project's rule gives a scanner. Numbers keep clear of the
# host: libudev looks into the host's own /run/udev/data (umockdev redirects /dev and /sys only),
# by device number or by name. A device that is there when a program starts is therefore not
# "initialized" for libudev; one that is plugged in later is.

import configparser
import dataclasses
import pathlib
import re

from events import EV_KEY, EV_LED, EV_MSC, EV_REL, EV_REP, MSC_SCAN

FOLDER = pathlib.Path(__file__).parent / "devices"
FIRST_BUS = 101

_SCANNER_PROPERTIES = {"ID_BARCODE_SCANNER": "1", "LIBINPUT_IGNORE_DEVICE": "1"}
_KEYBOARD = int("10000000000070000ff9f207ac14057fffebeffdfffeffffffffffffffffffffe", 16)
_MEDIA = [113, 114, 115, 163, 164, 165, 166]
# The events that each kind of interface can send, by type, and the properties that udev's input_id
# sets.
KINDS = {
    "keyboard": ({EV_KEY: [n for n in range(768) if _KEYBOARD >> n & 1], EV_MSC: [MSC_SCAN],
                  EV_LED: range(5), EV_REP: range(2)},
                 {"ID_INPUT_KEY": "1", "ID_INPUT_KEYBOARD": "1"}),
    "mouse": ({EV_KEY: [0x110, 0x111, 0x112], EV_REL: [0, 1, 8], EV_MSC: [MSC_SCAN]},
              {"ID_INPUT_MOUSE": "1"}),
    "media": ({EV_KEY: _MEDIA, EV_MSC: [MSC_SCAN]}, {"ID_INPUT_KEY": "1"}),
}


@dataclasses.dataclass
class Product:
    """One interface of a product, as described by its file in devices/."""

    vendor: str
    product: str
    version: str
    manufacturer: str
    model: str
    kind: str
    serial: str = ""
    interface: int = 0
    scanner: bool = False
    bus: str = "usb"

    @classmethod
    def read(cls, name):
        """Reads devices/NAME.product, or a file whose path has a slash; ValueError if it is bad."""
        path = pathlib.Path(name) if "/" in name else FOLDER / f"{name}.product"
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string(path.read_text(encoding="utf-8"))
        values = dict(parser["Product"])
        unknown = set(values) - {field.name for field in dataclasses.fields(cls)}
        if unknown or values.get("kind") not in KINDS:
            wrong = ", ".join(unknown) or f"Kind={values.get('kind')}"
            raise ValueError(f"{path}: unknown {wrong}")
        values["interface"] = int(values.get("interface", "0"))
        values["scanner"] = parser.getboolean("Product", "scanner", fallback=False)
        return cls(**values)

    @property
    def name(self):
        """The device's name as hid-core composes it."""
        return f"{self.manufacturer} {self.model}"


@dataclasses.dataclass
class Device:
    """A product that is plugged in: `number` is that of its event node, `bus` of its controller."""

    product: Product
    number: int
    bus: int
    controller: str
    port: str

    @property
    def node(self):
        """The path of the event node."""
        return f"/dev/input/event{self.number}"

    @property
    def interface_path(self):
        """The sysfs path of its interface, which is unique to the device."""
        return list(self.entries())[3][0]

    @property
    def phys(self):
        """EVIOCGPHYS."""
        return f"usb-{self.controller}-{self.port}/input{self.product.interface}"

    @property
    def ids(self):
        """EVIOCGID: bus, vendor, product, version."""
        p = self.product
        return 5 if p.bus == "bluetooth" else 3, int(p.vendor, 16), int(p.product, 16), int(p.version, 16)

    def entries(self):
        """The sysfs entries of the device, controller first: (path, umockdev's description)."""
        path = ""
        for step, lines in self._steps():
            path += step
            text = "\n".join([f"P: {path}", *lines])
            yield path, text + "\n\n"

    def _steps(self):
        yield from self._bluetooth_steps() if self.product.bus == "bluetooth" else self._usb_steps()
        yield f"/input/input{self.number}", self._input_lines()
        yield f"/event{self.number}", self._event_lines()

    def _bluetooth_steps(self):
        # bluetoothd makes the device by uhid, without a port.
        yield "/devices/virtual/misc/uhid", ["E: SUBSYSTEM=misc"]
        yield self._hid_step("0005")

    def _hid_step(self, bus):
        p = self.product
        hid = f"{bus}:{p.vendor.upper()}:{p.product.upper()}.{self.number & 0xFFFF:04X}"
        return f"/{hid}", [
            "E: SUBSYSTEM=hid", "E: DRIVER=hid-generic", f"E: HID_NAME={p.name}",
            f"E: HID_PHYS={self.phys}", f"E: HID_UNIQ={p.serial}"]

    def _usb_steps(self):
        p = self.product
        bus, port = f"usb{self.bus}", f"{self.bus}-{self.port}"
        hubs = "".join(f"/{self.bus}-{self.port[:dot.start()]}"
                       for dot in re.finditer(r"\.", self.port))
        yield f"/devices/pci0000:00/{self.controller}", [
            "E: SUBSYSTEM=pci", f"E: PCI_SLOT_NAME={self.controller}"]
        yield f"/{bus}", self._usb_lines("1d6b", "0002", "xHCI Host Controller", 1)
        yield f"{hubs}/{port}", [
            *self._usb_lines(p.vendor, p.product, p.model, self.number),
            *_properties(self._maker()), _attribute("manufacturer", p.manufacturer),
            *([_attribute("serial", p.serial)] if p.serial else [])]
        yield f"/{port}:1.{p.interface}", [
            "E: SUBSYSTEM=usb", "E: DEVTYPE=usb_interface", "E: DRIVER=usbhid",
            _attribute("bInterfaceNumber", f"{p.interface:02x}"),
            _attribute("bInterfaceClass", "03")]
        yield self._hid_step("0003")

    def _usb_lines(self, vendor, product, model, number):
        return [
            "E: SUBSYSTEM=usb", "E: DEVTYPE=usb_device", "E: DRIVER=usb",
            f"E: BUSNUM={self.bus:03}", f"E: DEVNUM={number:03}",
            _attribute("idVendor", vendor), _attribute("idProduct", product),
            _attribute("product", model), _attribute("busnum", str(self.bus)),
            _attribute("devnum", str(number)), _attribute("power/control", "on")]

    def _input_lines(self):
        p = self.product
        capabilities = KINDS[p.kind][0]
        return [
            "E: SUBSYSTEM=input", f'E: NAME="{p.name}"', f'E: PHYS="{self.phys}"',
            f'E: UNIQ="{p.serial}"', f"E: PRODUCT={self.ids[0]}/{p.vendor}/{p.product}/{p.version}",
            *_properties({**self._identity(), "ID_INPUT": "1", **KINDS[p.kind][1]}),
            _attribute("name", p.name), _attribute("phys", self.phys), _attribute("uniq", p.serial),
            _attribute("id/bustype", f"{self.ids[0]:04}"), _attribute("id/vendor", p.vendor),
            _attribute("id/product", p.product), _attribute("id/version", p.version),
            _attribute("capabilities/ev", _words([0, *capabilities])),
            _attribute("capabilities/key", _words(capabilities[EV_KEY])),
            _attribute("capabilities/rel", _words(capabilities.get(EV_REL, [])))]

    def _event_lines(self):
        kind = {"ID_INPUT": "1", **KINDS[self.product.kind][1]}
        return [
            f"N: input/event{self.number}", f"E: DEVNAME={self.node}", "E: SUBSYSTEM=input",
            "E: MAJOR=13", f"E: MINOR={self.number}", _attribute("dev", f"13:{self.number}"),
            *_properties(self._identity()),
            *_properties(_SCANNER_PROPERTIES if self.product.scanner else kind)]

    def _maker(self):
        p = self.product
        serial = "_".join(filter(None, [_word(p.manufacturer), _word(p.model), p.serial]))
        return {
            "ID_BUS": "usb", "ID_VENDOR": _word(p.manufacturer), "ID_VENDOR_ID": p.vendor,
            "ID_MODEL": _word(p.model), "ID_MODEL_ID": p.product, "ID_REVISION": p.version,
            "ID_SERIAL": serial, **({"ID_SERIAL_SHORT": p.serial} if p.serial else {})}

    def _identity(self):
        if self.product.bus == "bluetooth":
            return {"ID_BUS": "bluetooth"}
        interface = self.product.interface
        path = f"pci-{self.controller}-usb-0:{self.port}:1.{interface}"
        return {
            **self._maker(), "ID_TYPE": "hid", "ID_USB_DRIVER": "usbhid",
            "ID_USB_INTERFACE_NUM": f"{interface:02x}",
            "ID_PATH": path, "ID_PATH_TAG": re.sub(r"[^A-Za-z0-9-]", "_", path)}


def _properties(values):
    return [f"E: {key}={value}" for key, value in values.items()]


def _attribute(name, value):
    return f"A: {name}={value}\\n"


def _word(text):
    return re.sub(r"[^A-Za-z0-9#+\-.:=@_]", "_", text)


def _words(numbers):
    """A bitmap as sysfs shows it: hexadecimal words of 64 bits, the highest first."""
    bits = sum(1 << n for n in set(numbers))
    words = []
    while bits or not words:
        words.append(f"{bits & (1 << 64) - 1:x}")
        bits >>= 64
    return " ".join(reversed(words))
