// SPDX-License-Identifier: Apache-2.0

import Wire

extension Target {
  /// The keys of answers, and values that some field takes.
  static let answerWords: [String] =
    RequestError.Code.allCases.map { "\"\($0.rawValue)\"" } + keys.map { "\"\($0)\":" } + [
      "{\"record\":{\"cursor\":", "\"accepted\"", "\"rejected\"", "\"incomplete\"", "\"retention\"",
      "\"record-damaged\"", "\"2026-11-28T08:15:00.000001Z\"", "9223372036854775807",
      "-9223372036854775808", "\\u202e", "\\u001b", "\u{202E}", "null", "true", "[[[[[[[[", "}}",
      "\"]",
    ]

  private static let keys: [String] = {
    let schemas: [[FieldDescription]] = [
      Hello.schema.fields, Following.schema.fields, Record.schema.fields, Gap.schema.fields,
      RequestError.schema.fields, Subject.schema.fields, Remark.schema.fields,
      RecordElement.schema.fields, RecordBatch.schema.fields, TracedRecords.schema.fields,
      Status.schema.fields, ScannerList.schema.fields, ScannerInfo.schema.fields,
      SubscriberList.schema.fields, SubscriberInfo.schema.fields, ItemList.schema.fields,
      RecallList.schema.fields, RecallInfo.schema.fields, ExceptionList.schema.fields,
      ClientList.schema.fields, ClientInfo.schema.fields, BackupState.schema.fields,
    ]
    let names = schemas.joined().map(\.name) + Request.Name.allCases.map(\.rawValue)
    return Set(names + ["hello", "following", "through", "gap", "error", "id"]).sorted()
  }()
}
