// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemCalls
import Testing

@Suite final class FilePlaceTests {
  private let directory = "/tmp/scand-place-\(getpid())-\(UInt64.random(in: 0 ..< .max))"

  init() throws {
    try Files.makeDirectories(directory + "/real/below", permissions: .ownerReadWriteExecute)
    try make("real/file")
  }

  deinit {
    for name in ["link", "loop", "dangling", "real/file", "real/fifo", "real/link", "real/new"] {
      unlink(directory + "/" + name)
    }
    for name in ["real/below", "real", ""] { rmdir(directory + "/" + name) }
  }

  private func make(_ name: String) throws {
    _ = try Descriptor(
      opening: directory + "/" + name, .writeOnly, .create, permissions: .ownerReadWrite)
  }

  private func link(_ name: String, to target: String, owner: uid_t = geteuid()) {
    symlink(target, directory + "/" + name)
    lchown(directory + "/" + name, owner, .max)
  }

  private func error(_ path: String, followsLast: Bool = false) -> PathError? {
    do throws(PathError) {
      _ = try FilePlace(directory + "/" + path, followsLast: followsLast)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    "link/file", "link/below/../file", "./real//file", "real/below/../../link/file",
  ])
  func everyWayToAFileLeadsToIt(path: String) throws {
    link("link", to: "real")
    let place = try FilePlace(directory + "/" + path)
    #expect(place.name == "file")
    #expect(try place.status()?.identity == Stat.of(path: directory + "/real/file").identity)
    #expect(try place.openForReading().number >= 0)
  }

  @Test func aFileThatIsALinkIsFollowedOnlyIfThatIsWanted() throws {
    link("real/link", to: directory + "/real/file")
    #expect(error("real/link") == .link(directory + "/real/link", target: directory + "/real/file"))
    let place = try FilePlace(directory + "/real/link", followsLast: true)
    #expect(place.name == "file")
  }

  @Test func linksInACircleAndMissingDirectoriesAreErrors() throws {
    link("loop", to: "loop")
    guard case .call(let loop) = error("loop/file") else { return #expect(Bool(false)) }
    #expect(loop.errno == .tooManySymbolicLinkLevels)
    guard case .call(let missing) = error("none/file") else { return #expect(Bool(false)) }
    #expect(missing.errno == .noSuchFileOrDirectory)
    guard case .call(let file) = error("real/file/x") else { return #expect(Bool(false)) }
    #expect(file.errno == .notDirectory)
    #expect(error("") == nil, "the directory itself")
    #expect(throws: PathError.self) { try FilePlace("") }
  }

  @Test func aFIFOIsRefusedWithoutWaiting() throws {
    mkfifo(directory + "/real/fifo", 0o600)
    let place = try FilePlace(directory + "/real/fifo")
    #expect(throws: PathError.notRegular(place.path, .fifo)) {
      _ = try place.openForReading()
    }
    #expect(throws: PathError.notRegular(place.path, .fifo)) { try place.requireRegularFile() }
  }

  @Test func aNewFileTakesThePlaceOfALinkAndNeverGoesThroughIt() throws {
    let place = try FilePlace(directory + "/real/new")
    #expect(try place.status() == nil)
    link("dangling", to: directory + "/real/new")
    link("real/link", to: directory + "/real/new")
    #expect(throws: SystemCallError("openat", on: place.path, .fileExists)) {
      _ = try place.create("link", permissions: .ownerReadWrite)
    }
    #expect(try place.status() == nil)
    _ = try place.create("fifo", permissions: .ownerReadWrite)
    try FilePlace(directory + "/dangling", followsLast: true).syncDirectory()
    let other = try FilePlace(directory + "/real/other")
    try other.remove("link")
    link("real/new", to: directory + "/real/file")
    try place.take("fifo")
    #expect(try place.status()?.type == .regular)
  }

  @Test(.enabled(if: geteuid() == 0, "only root can play two users"))
  func aLinkOfAnotherUserIsNotFollowed() {
    link("link", to: "real", owner: 54_321)
    #expect(error("link/file") == .foreignLink(directory + "/link", owner: 54_321))
    #expect(error("link", followsLast: true) == .foreignLink(directory + "/link", owner: 54_321))
  }

  @Test(.enabled(if: geteuid() == 0, "only root can play two users"))
  func aDirectoryThatOthersCanChangeIsNoted() throws {
    #expect(try FilePlace(directory + "/real/file").exposure == nil, "/tmp is sticky")
    chown(directory + "/real", 54_321, .max)
    #expect(try FilePlace(directory + "/real/below/x").exposure == directory + "/real")
    chown(directory + "/real", 0, .max)
    chmod(directory + "/real", 0o777)
    #expect(try FilePlace(directory + "/real/file").exposure == directory + "/real")
  }

  @Test func aDirectoryHasItsPermissionsWhateverTheUmaskIs() throws {
    let place = try FilePlace(directory + "/real/new")
    defer { rmdir(directory + "/real/new") }
    try place.makeDirectory(permissions: FilePermissions(rawValue: 0o755))
    let status = try #require(try place.status())
    #expect(status.type == .directory && status.rawValue.st_mode & 0o7777 == 0o755)
    #expect(throws: SystemCallError.self) {
      try place.makeDirectory(permissions: FilePermissions(rawValue: 0o755))
    }
    link("link", to: directory + "/real/below")
    let linked = try FilePlace(directory + "/link", followsLast: true)
    #expect(linked.name == "below")
  }
}
