// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemCalls
import TerminalIO
import Testing

@Suite struct SilentTerminalTests {
  /// Both ends of a terminal: openpty(3).
  private final class Ends {
    var master: Int32 = -1
    var slave: Int32 = -1

    init() { #expect(openpty(&master, &slave, nil, nil, nil) == 0) }

    deinit {
      close(master)
      close(slave)
    }

    var settings: termios {
      var settings = termios()
      tcgetattr(slave, &settings)
      return settings
    }

    var echoes: Bool { settings.c_lflag & tcflag_t(ECHO) != 0 }

    func type(_ text: String) {
      let bytes = Array(text.utf8)
      #expect(write(master, bytes, bytes.count) == bytes.count)
    }

    /// The number of bytes that a program could read.
    var waiting: Int32 {
      var count: Int32 = 0
      _ = ioctl(slave, UInt(FIONREAD), &count)
      return count
    }

    /// Waits until a program could read so many bytes: the kernel hands them over a moment later.
    func wait(for count: Int32) -> Bool {
      for _ in 0..<1000 where waiting != count { usleep(2000) }
      return waiting == count
    }
  }

  private func equal(_ one: termios, _ other: termios) -> Bool {
    var (one, other) = (one, other)
    return memcmp(&one, &other, MemoryLayout<termios>.size) == 0
  }

  @Test func nothingThatIsTypedIsShownOrKept() throws {
    let ends = Ends()
    let before = ends.settings
    ends.type("early\n")
    #expect(ends.wait(for: 6))
    let terminal = try #require(SilentTerminal(ends.slave))
    #expect(!ends.echoes)
    #expect(ends.waiting == 0)
    ends.type("y\n")
    #expect(ends.wait(for: 2))
    terminal.restore()
    #expect(ends.waiting == 0)
    #expect(equal(ends.settings, before))
  }

  @Test func theEndOfTheValueRestoresToo() throws {
    let ends = Ends()
    let before = ends.settings
    var terminal = SilentTerminal(ends.slave)
    #expect(terminal != nil && !ends.echoes)
    terminal = nil
    #expect(equal(ends.settings, before))
  }

  @Test func otherSettingsThatSomebodyMakesMeanwhileAreNotRestoredTwice() throws {
    let ends = Ends()
    let terminal = try #require(SilentTerminal(ends.slave))
    terminal.restore()
    var settings = ends.settings
    settings.c_lflag &= ~tcflag_t(ICANON)
    tcsetattr(ends.slave, TCSANOW, &settings)
    terminal.restore()
    #expect(equal(ends.settings, settings))
  }

  @Test func whatIsNoTerminalIsLeftAlone() throws {
    #expect(SilentTerminal(open("/dev/null", O_RDWR)) == nil)
  }
}
