# SPDX-License-Identifier: Apache-2.0
#
#   make                  builds scand and scanctl as they ship
#   make install          installs them; prints the commands that put them to work
#   make uninstall        removes what install made; prints the commands that are left to do
#   make test             runs every test
#
# Variables, the same for install and uninstall:
#   PREFIX=/usr/local     where programs, man pages and completions go
#   DESTDIR=              a directory that takes the place of /; nothing outside it is touched
#   BIN=.build/release    a directory with scand and scanctl; with ready ones, no Swift is needed
#   STRIP=strip           STRIP=: leaves the symbols in the programs
#
# Nothing but commands and comments is printed, so a script can take what install says:
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

# systemd looks below /usr and /usr/local, whatever the prefix is; udev looks for an hwdb below /usr
# only, so its two files stay together there.
SYSTEMD_PREFIX = $(if $(filter /usr /usr/,$(PREFIX)),/usr,/usr/local)
UNITDIR = $(SYSTEMD_PREFIX)/lib/systemd/system
SYSUSERSDIR = $(SYSTEMD_PREFIX)/lib/sysusers.d
UDEVDIR = /usr/lib/udev

manpages = $(notdir $(wildcard docs/man/*.[1-8]))
section = $(patsubst .%,%,$(suffix $(1)))

# Every file that is installed, and the directory that is made besides.
files = $(SBINDIR)/scand $(BINDIR)/scanctl \
  $(foreach page,$(manpages),$(MANDIR)/man$(call section,$(page))/$(page)) \
  $(foreach program,scand scanctl,$(BASHDIR)/$(program) $(ZSHDIR)/_$(program) \
    $(FISHDIR)/$(program).fish) \
  $(UNITDIR)/scand.service $(UNITDIR)/scand.socket $(SYSUSERSDIR)/scand.conf \
  $(UDEVDIR)/rules.d/65-scand.rules $(UDEVDIR)/hwdb.d/65-scand.hwdb
directories = $(sort $(patsubst %/,%,$(dir $(files))) $(DATADIR) $(CONFDIR))
# The directories that were not there before, for uninstall.
made = $(DESTDIR)$(DATADIR)/directories

# Where the distribution keeps the compiled hwdb. One in /etc goes before it, and would hide from
# udev what packages bring later, so none is made where there is none.
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
	    { echo "$(BIN)/$$program is missing: run make first, or say BIN=" >&2; exit 1; }; \
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
	install -m 644 udev-rules/65-scand.rules '$(DESTDIR)$(UDEVDIR)/rules.d/65-scand.rules'
	install -m 644 udev-rules/65-scand.hwdb '$(DESTDIR)$(UDEVDIR)/hwdb.d/65-scand.hwdb'
	echo "# Installed. To put it to work, as root$(if $(DESTDIR), on the machine that it is for):"
	echo "# the groups first, because udev looks them up when it loads its rules;"
	echo systemd-sysusers scand.conf
	echo $(hwdb_update)
	echo udevadm control --reload
	echo "# then what is plugged in already; this waits until it is done."
	echo udevadm trigger --settle --action=change --subsystem-match=usb --subsystem-match=input
	echo systemctl daemon-reload
	echo systemctl enable scand.socket scand.service
	echo "# Not only started: a scand that runs already becomes the new one."
	echo systemctl restart scand.service

uninstall:
	set -e; new=$$(sort -ru '$(made)' 2>/dev/null || true); \
	for file in $(files) $(DATADIR)/directories; do rm -f '$(DESTDIR)'"$$file"; done; \
	for path in $$new; do \
	  ! [ -d '$(DESTDIR)'"$$path" ] || rmdir --ignore-fail-on-non-empty '$(DESTDIR)'"$$path"; \
	done
	echo "# Removed. $(CONFDIR), /var/lib/scand, the user _scand and the groups stay. As root:"
	echo systemctl stop scand.socket scand.service
	echo systemctl disable scand.socket scand.service
	echo systemctl daemon-reload
	echo $(hwdb_update)
	echo udevadm control --reload
	echo "# Scanners become ordinary keyboards again."
	echo udevadm trigger --settle --action=add --property-match=ID_BARCODE_SCANNER=1
