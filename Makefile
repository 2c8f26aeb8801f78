# SPDX-License-Identifier: Apache-2.0
#
#   make                  builds scand and scanctl as they ship
#   make install          installs them; prints the commands that start them
#   make uninstall        removes the installed files; prints the commands that remain
#   make test             runs every test
#
# Variables, the same for install and uninstall:
#   PREFIX=/usr/local     the directory for programs, man pages and completions
#   DESTDIR=              a directory that replaces /; nothing outside it is changed
#   BIN=.build/release    the directory of scand and scanctl; if they are built, Swift is not needed
#   STRIP=strip           STRIP=: keeps the symbols in the programs
#
# install and uninstall print only commands and comments, so a shell can run their output:
#   make && sudo make install | sudo sh -e

PREFIX = /usr/local
DESTDIR =
BIN = .build/release
STRIP = strip

SBINDIR = $(PREFIX)/sbin
BINDIR = $(PREFIX)/bin
MANDIR = $(PREFIX)/share/man
DATADIR = $(PREFIX)/share/scand
BASHDIR = $(PREFIX)/share/bash-completion/completions
ZSHDIR = $(PREFIX)/share/zsh/site-functions
FISHDIR = $(PREFIX)/share/fish/vendor_completions.d
CONFDIR = /etc/scand

# systemd searches /usr and /usr/local, whatever the prefix is. udev searches for an hwdb only in
# /usr, so its two files stay together there.
SYSTEMD_PREFIX = $(if $(filter /usr /usr/,$(PREFIX)),/usr,/usr/local)
UNITDIR = $(SYSTEMD_PREFIX)/lib/systemd/system
SYSUSERSDIR = $(SYSTEMD_PREFIX)/lib/sysusers.d
TMPFILESDIR = $(SYSTEMD_PREFIX)/lib/tmpfiles.d
UDEVDIR = /usr/lib/udev

manpages = $(notdir $(wildcard docs/man/*.[1-8]))
section = $(patsubst .%,%,$(suffix $(1)))

# All installed files, and the directories that are created.
files = $(SBINDIR)/scand $(BINDIR)/scanctl \
  $(foreach page,$(manpages),$(MANDIR)/man$(call section,$(page))/$(page)) \
  $(foreach program,scand scanctl,$(BASHDIR)/$(program) $(ZSHDIR)/_$(program) \
    $(FISHDIR)/$(program).fish) \
  $(UNITDIR)/scand.service $(UNITDIR)/scand.socket $(SYSUSERSDIR)/scand.conf \
  $(TMPFILESDIR)/scand.conf \
  $(UDEVDIR)/rules.d/65-scand.rules $(UDEVDIR)/hwdb.d/65-scand.hwdb
directories = $(sort $(patsubst %/,%,$(dir $(files))) $(DATADIR) $(CONFDIR))
# The list of directories that install created, for uninstall.
made = $(DESTDIR)$(DATADIR)/directories

# Updates the compiled hwdb where the distribution keeps it. A file in /etc overrides that one and
# would hide later additions of packages, so none is created if there is none.
hwdb_update = systemd-hwdb update$(if $(wildcard $(DESTDIR)/etc/udev/hwdb.bin),,$(if \
  $(wildcard $(DESTDIR)/usr/lib/udev/hwdb.bin), --usr))

.PHONY: all install uninstall check test
.SILENT:

all:
	./scripts/build-release --product scand
	./scripts/build-release --product scanctl

check test:
	./scripts/test

install:
	for program in scand scanctl; do \
	  test -x '$(BIN)'/$$program || \
	    { echo "$(BIN)/$$program is missing: run make first, or set BIN=" >&2; exit 1; }; \
	done
	set -e; umask 022; mkdir -p '$(DESTDIR)/'; new=; \
	for directory in $(directories); do \
	  path=$$directory; \
	  while ! [ -d '$(DESTDIR)'"$$path" ]; do new="$$path $$new"; path=$${path%/*}; done; \
	  mkdir -p '$(DESTDIR)'"$$directory"; \
	done; \
	printf '%s\n' $$new >>'$(made)'
	install -m 755 '$(BIN)/scand' '$(DESTDIR)$(SBINDIR)/scand'
	install -m 755 '$(BIN)/scanctl' '$(DESTDIR)$(BINDIR)/scanctl'
	$(STRIP) '$(DESTDIR)$(SBINDIR)/scand' '$(DESTDIR)$(BINDIR)/scanctl'
	set -e; umask 022; for program in scand scanctl; do \
	  complete() { '$(BIN)'/$$program --generate-completion-script $$1 >'$(DESTDIR)'"$$2"; }; \
	  complete bash $(BASHDIR)/$$program; \
	  complete zsh $(ZSHDIR)/_$$program; \
	  complete fish $(FISHDIR)/$$program.fish; \
	done
	$(foreach page,$(manpages),install -m 644 docs/man/$(page) \
	  '$(DESTDIR)$(MANDIR)/man$(call section,$(page))/$(page)' &&) true
	umask 022; sed 's|/usr/sbin/scand|$(SBINDIR)/scand|' systemd/scand.service \
	  >'$(DESTDIR)$(UNITDIR)/scand.service'
	install -m 644 systemd/scand.socket '$(DESTDIR)$(UNITDIR)/scand.socket'
	install -m 644 systemd/scand.sysusers '$(DESTDIR)$(SYSUSERSDIR)/scand.conf'
	install -m 644 systemd/scand.tmpfiles '$(DESTDIR)$(TMPFILESDIR)/scand.conf'
	install -m 644 udev-rules/65-scand.rules '$(DESTDIR)$(UDEVDIR)/rules.d/65-scand.rules'
	install -m 644 udev-rules/65-scand.hwdb '$(DESTDIR)$(UDEVDIR)/hwdb.d/65-scand.hwdb'
	echo "# Installed. To start it, run as root$(if $(DESTDIR), on the target machine):"
	echo "# The groups come first, because udev looks them up when it loads its rules."
	echo systemd-sysusers scand.conf
	echo systemd-tmpfiles --create scand.conf
	echo $(hwdb_update)
	echo udevadm control --reload
	echo "# Devices that are plugged in already; this command waits until udev is done."
	echo udevadm trigger --settle --action=change --subsystem-match=usb --subsystem-match=input
	echo systemctl daemon-reload
	echo systemctl enable scand.socket scand.service
	echo "# Restarted, not only started: a running scand is replaced by the new one."
	echo systemctl restart scand.service

uninstall:
	set -e; new=$$(sort -ru '$(made)' 2>/dev/null || true); \
	for file in $(files) $(DATADIR)/directories; do rm -f '$(DESTDIR)'"$$file"; done; \
	for path in $$new; do \
	  ! [ -d '$(DESTDIR)'"$$path" ] || rmdir --ignore-fail-on-non-empty '$(DESTDIR)'"$$path"; \
	done
	echo "# Removed. $(CONFDIR), /var/lib/scand, the user _scand and the groups stay. Run as root:"
	echo systemctl stop scand.socket scand.service
	echo systemctl disable scand.socket scand.service
	echo systemctl daemon-reload
	echo $(hwdb_update)
	echo udevadm control --reload
	echo "# Scanners become ordinary keyboards again."
	echo udevadm trigger --settle --action=add --property-match=ID_BARCODE_SCANNER=1
