// SPDX-License-Identifier: Apache-2.0

import Wire

extension Inventory {
  /// One object, with a line end.
  package var json: [UInt8] {
    var json = JSONWriter(capacity: 4096)
    json.object { json in
      json.key("answered")
      json.boolean(isAnswered)
      json.key("devices")
      json.array { json in for device in devices { device.write(to: &json) } }
    }
    json.newline()
    return json.bytes
  }
}

extension Inventory.Device {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("name", name)
      if let usb {
        json.field("vendor", usb.vendor)
        json.field("product", usb.product)
        json.field("serial", usb.serial)
        json.field("port", usb.port)
      }
      json.field("state", stateName)
      writeState(to: &json)
      if isTwin {
        json.key("toldApartByPort")
        json.boolean(true)
      }
      json.key("interfaces")
      json.array { json in for part in interfaces { part.write(to: &json) } }
    }
  }

  private var stateName: String {
    switch state {
    case .read: "read"
    case .ignored: "ignored"
    case .unknown: "unknown"
    case .otherMode: "other-mode"
    }
  }

  private func writeState(to json: inout JSONWriter) {
    switch state {
    case .read(let scanners):
      json.key("scanners")
      json.array { json in for scanner in scanners { scanner.write(to: &json) } }
    case .ignored(let reason): json.field("reason", reason)
    case .unknown: break
    case .otherMode: json.field("text", modeSentence ?? "")
    }
  }
}

extension Inventory.Interface {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("kind", kind.rawValue)
      json.field("node", node.isEmpty ? nil : node)
    }
  }
}
