// SPDX-License-Identifier: Apache-2.0

import Configuration
import Testing

/// The paths that apply in a listing in which `0` marks an empty file or a link to /dev/null.
private func applicable(_ listing: String) -> [String] {
  resolve(listing).files.map(\.path)
}

private func resolve(_ listing: String) -> DropIns {
  DropIns(
    listing: listing.split(separator: "\n").map { line in
      let isMasked = line.hasPrefix("0 ")
      let path = isMasked ? line.dropFirst(2) : line
      let directory = DropIns.directories.first { path.hasPrefix($0 + "/") } ?? ""
      let name = path.dropFirst(directory.count + 1)
      return DropIns.Entry(directory: directory, name: String(name), isMasked: isMasked)
    })
}

@Suite("The files that apply")
struct DropInsTests {
  @Test("are none when there are none")
  func none() {
    #expect(applicable("") == [])
  }

  @Test("come from the directory of the highest priority that has the name")
  func priority() {
    let listing = """
      /usr/lib/scand/scand.conf
      /usr/lib/scand/a.scanner
      /usr/lib/scand/b.scanner
      /run/scand/b.scanner
      /etc/scand/a.scanner
      """
    #expect(
      applicable(listing) == [
        "/usr/lib/scand/scand.conf", "/etc/scand/a.scanner", "/run/scand/b.scanner",
      ])
  }

  @Test("are the scanners' by name, whatever directory they are in, after the daemon's")
  func order() {
    let listing = """
      /usr/lib/scand/90-any.scanner
      /run/scand/10-b.scanner
      /etc/scand/scand.conf
      /etc/scand/20-c.scanner
      /etc/scand/Z.scanner
      """
    #expect(
      applicable(listing) == [
        "/etc/scand/scand.conf", "/run/scand/10-b.scanner", "/etc/scand/20-c.scanner",
        "/usr/lib/scand/90-any.scanner", "/etc/scand/Z.scanner",
      ])
  }

  @Test("have their drop-ins behind them, by file name, whatever directory these are in")
  func dropIns() {
    let listing = """
      /usr/lib/scand/a.scanner
      /usr/lib/scand/a.scanner.d/20-x.conf
      /usr/lib/scand/a.scanner.d/30-y.conf
      /run/scand/a.scanner.d/10-z.conf
      /etc/scand/a.scanner.d/30-y.conf
      /etc/scand/scand.conf.d/10-log.conf
      """
    let result = resolve(listing)
    #expect(
      result.files.map(\.path) == [
        "/etc/scand/scand.conf.d/10-log.conf", "/usr/lib/scand/a.scanner",
        "/run/scand/a.scanner.d/10-z.conf", "/usr/lib/scand/a.scanner.d/20-x.conf",
        "/etc/scand/a.scanner.d/30-y.conf",
      ])
    #expect(
      result.files.map(\.unit) == [.daemon] + Array(repeating: .scanner("a.scanner"), count: 4))
  }

  @Test("leave out what a file of the same name masks")
  func masked() {
    let listing = """
      /usr/lib/scand/scand.conf
      /usr/lib/scand/scand.conf.d/10-a.conf
      /usr/lib/scand/scand.conf.d/20-b.conf
      /usr/lib/scand/a.scanner
      /usr/lib/scand/a.scanner.d/10-a.conf
      /usr/lib/scand/b.scanner
      0 /etc/scand/scand.conf.d/10-a.conf
      0 /etc/scand/a.scanner
      """
    #expect(
      applicable(listing) == [
        "/usr/lib/scand/scand.conf", "/usr/lib/scand/scand.conf.d/20-b.conf",
        "/usr/lib/scand/b.scanner",
      ])
    #expect(resolve(listing).problems == [])
  }

  @Test("come back when a higher file replaces the one that masks")
  func unmasked() {
    let listing = """
      /usr/lib/scand/a.scanner
      0 /run/scand/a.scanner
      /etc/scand/a.scanner
      """
    #expect(applicable(listing) == ["/etc/scand/a.scanner"])
  }

  @Test("leave out what has another name")
  func otherNames() {
    let listing = """
      /etc/scand/README
      /etc/scand/a.scanner.bak
      /etc/scand/.a.scanner
      /etc/scand/.scanner
      /etc/scand/a.scanner~
      /etc/scand/sub/b.scanner
      /etc/scand/mqtt.conf
      /etc/scand/scand.conf.d/note.txt
      /etc/scand/scand.conf.d/.10-a.conf
      /etc/scand/scand.conf.d/sub/10-a.conf
      """
    #expect(resolve(listing) == resolve(""))
  }

  @Test("tell names apart by their bytes, as the kernel does")
  func spellings() {
    let listing = """
      /usr/lib/scand/caf\u{E9}.scanner
      /run/scand/cafe\u{301}.scanner
      /etc/scand/cafe\u{301}.scanner.d/10-a.conf
      /etc/scand/scand.conf\u{600}.d/10-a.conf
      """
    let files = resolve(listing).files
    #expect(
      files.map { Array($0.path.utf8) } == [
        Array("/run/scand/cafe\u{301}.scanner".utf8),
        Array("/etc/scand/cafe\u{301}.scanner.d/10-a.conf".utf8),
        Array("/usr/lib/scand/caf\u{E9}.scanner".utf8),
      ])
    #expect(files.count == 3 && files[0].unit == files[1].unit && files[1].unit != files[2].unit)
  }

  @Test("are found in time that grows with their number", .timeLimit(.minutes(1)))
  func many() {
    let entries = (0..<50_000).flatMap { number in
      ["\(number).scanner", "\(number).scanner.d/a.conf"].map {
        DropIns.Entry(directory: "/etc/scand", name: $0)
      }
    }
    #expect(DropIns(listing: entries).files.count == entries.count)
  }

  @Test("say which drop-in has no file to which it could add")
  func orphan() {
    let result = resolve("/etc/scand/a.scanner.d/10-x.conf\n/etc/scand/b.scanner")
    #expect(
      result.problems.map(\.description) == [
        "/etc/scand/a.scanner.d/10-x.conf: is a drop-in of a.scanner, which does not exist"
      ])
    #expect(result.files.map(\.path) == ["/etc/scand/b.scanner"])
  }
}
