// SPDX-License-Identifier: Apache-2.0

/// The fuzz targets, each one reader of outside data.
public enum Target: String, Sendable, CaseIterable {
  /// Any scan data.
  case scanData = "scan-data"
  /// Digital Link URIs; some inputs get a scheme and a host in front.
  case digitalLink = "digital-link"
  /// Request lines of clients, and the filters in them.
  case requests
  /// Lines of a server, as a client reads them.
  case answers
  /// Files of the configuration.
  case configuration
  /// Key events of a scanner.
  case keyEvents = "key-events"
  /// Recordings, in both forms.
  case recordings
  /// Tables of items as CSV.
  case items
  /// Backups and journals with changed bytes.
  case databases
  /// The environment that a service manager sets.
  case environment

  /// Throws if a relation does not hold for the input.
  public func examine(
    _ input: some Collection<UInt8>, _ examination: Examination
  ) throws(Violation) {
    let input = Array(input)
    switch self {
    case .scanData: try examination.examineScanData(input)
    case .digitalLink: try examination.examineDigitalLink(input)
    case .requests: try examination.examineRequest(input)
    case .answers: try examination.examineAnswer(input)
    case .configuration: try examination.examineConfiguration(input)
    case .keyEvents: try examination.examineKeyEvents(input)
    case .recordings: try examination.examineRecording(input)
    case .items: try examination.examineItems(input)
    case .databases: try examination.examineDatabase(input)
    case .environment: try examination.examineEnvironment(input)
    }
  }

  /// The longest inputs, in bytes, of most of a run and of its last tenth.
  public var lengths: (most: Int, last: Int) {
    switch self {
    case .scanData, .digitalLink: (256, 8200)
    case .requests, .answers: (1024, 65_536)
    case .configuration, .recordings, .items: (1024, 65_536)
    case .keyEvents: (1024, 16_384)
    case .databases: (64, 512)
    case .environment: (256, 4096)
    }
  }

  /// Words that libFuzzer puts into inputs.
  public var words: [String] {
    switch self {
    case .scanData, .digitalLink: Self.labelWords
    case .requests: Self.requestWords
    case .answers: Self.answerWords
    case .configuration: Self.configurationWords
    case .keyEvents: []
    case .recordings: Self.recordingWords
    case .items: Self.itemWords
    case .databases: []
    case .environment: Self.environmentWords
    }
  }
}
