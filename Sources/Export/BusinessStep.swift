// SPDX-License-Identifier: Apache-2.0

import GS1

/// A business step, in the Core Business Vocabulary where it has a word for it.
struct BusinessStep: Equatable {
  /// The name in JSON: one of the vocabulary's, or a URI of our own.
  let name: String
  /// The URI that the name stands for.
  let uri: String

  /// The business step of a configured step; a hyphen stands for the vocabulary's underscore.
  init(step: String) {
    let word = String(step.map { $0 == "-" ? "_" : $0 })
    if vocabulary.contains(word) {
      name = word
      uri = "https://ref.gs1.org/cbv/BizStep-\(word)"
    } else {
      name = "\(scandNamespace)step:\(DigitalLink.percentEncoded(step))"
      uri = name
    }
  }
}

/// The prefix of scand's own names: steps that the vocabulary lacks, and extension fields.
let scandNamespace = "urn:scand:"

/// CBV 2.0, section 7.1.
private let vocabulary: Set<String> = [
  "accepting", "arriving", "assembling", "collecting", "commissioning", "consigning",
  "creating_class_instance", "cycle_counting", "decommissioning", "departing", "destroying",
  "disassembling", "dispensing", "encoding", "entering_exiting", "holding", "inspecting",
  "installing", "killing", "loading", "other", "packing", "picking", "receiving", "removing",
  "repackaging", "repairing", "replacing", "reserving", "retail_selling", "sampling",
  "sensor_reporting", "shipping", "staging_outbound", "stock_taking", "stocking", "storing",
  "transporting", "unloading", "unpacking", "void_shipping",
]
