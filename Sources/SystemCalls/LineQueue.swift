// SPDX-License-Identifier: Apache-2.0

// The lines that wait for a file that may take nothing for a long time: a full pipe, a stopped terminal,
// a hung disk. The queue is bounded in bytes. A line without room is lost and counted, and the count is
// told in the place of the lost lines: after those that came before them, before those that come later.
//
// After a write that failed everything that waits is lost too, and the file is left alone until the next
// line comes, so that a disk that is full costs one attempt a line.

/// The lines that are to be written, and the number of those that were lost.
struct LineQueue {
  /// A piece of work for the writer.
  enum Piece: Equatable {
    /// Whole lines.
    case lines([UInt8])
    /// The number of lost lines, which is to be told now.
    case loss(Int)
  }

  /// The most bytes of one piece of several lines.
  static let pieceSize = 4096

  private let capacity: Int
  private var bytes: [UInt8] = []
  private var lost = 0
  /// The bytes of the lines that came before the lost ones.
  private var bytesBeforeLoss = 0
  private var isInHand = false
  private var hasFailed = false

  /// An empty queue with room for `capacity` bytes, which it has from now on.
  init(capacity: Int) {
    self.capacity = capacity
    bytes.reserveCapacity(capacity)
  }

  /// True if there is nothing to write, and nothing is being written.
  var isIdle: Bool { !isInHand && (hasFailed || (bytes.isEmpty && lost == 0)) }

  /// Adds a line that ends in a line feed, or counts it as lost.
  mutating func append(_ line: [UInt8]) {
    hasFailed = false
    // A line after a loss waits until the loss can be told before it.
    let hasPlace = lost == 0 || bytesBeforeLoss == 0
    if hasPlace, bytes.count + line.count <= capacity {
      bytes += line
    } else {
      lost += 1
      bytesBeforeLoss = bytes.count
    }
  }

  /// The next piece to write; nil if there is none. `noteEnd` must follow before the next call.
  mutating func take() -> Piece? {
    if hasFailed { return nil }
    if lost > 0, bytesBeforeLoss == 0 {
      isInHand = true
      return .loss(lost)
    }
    guard !bytes.isEmpty else { return nil }
    isInHand = true
    let length = lengthOfPiece(in: lost > 0 ? bytes[..<bytesBeforeLoss] : bytes[...])
    defer {
      bytes.removeFirst(length)
      if lost > 0 { bytesBeforeLoss -= length }
    }
    return .lines(Array(bytes[..<length]))
  }

  /// Notes that a piece was written.
  ///
  /// - Parameter rest: the bytes of it that could not be; empty if all were.
  mutating func noteEnd(of piece: Piece, unwritten rest: ArraySlice<UInt8>) {
    isInHand = false
    switch piece {
    case .loss(let count) where rest.isEmpty: lost -= count
    case .lines where rest.isEmpty: break
    case .lines: fail(losing: lineCount(rest))
    case .loss: fail(losing: 0)
    }
  }

  private mutating func fail(losing count: Int) {
    lost += count + lineCount(bytes[...])
    bytesBeforeLoss = 0
    bytes.removeAll(keepingCapacity: true)
    hasFailed = true
  }

  /// The length of the first lines that fit into a piece, or of the first one if it is longer.
  private func lengthOfPiece(in bytes: ArraySlice<UInt8>) -> Int {
    let lineFeed = UInt8(ascii: "\n")
    let last = bytes.prefix(Self.pieceSize).lastIndex(of: lineFeed)
    return (last ?? bytes.firstIndex(of: lineFeed) ?? bytes.count - 1) + 1
  }

  private func lineCount(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.count { $0 == UInt8(ascii: "\n") }
  }
}
