// SPDX-License-Identifier: Apache-2.0

import GS1
import Wire

/// The record of a scan, without a cursor.
///
/// - Parameters:
///   - interpretation: the content of the scan.
///   - facts: what the journal knows about it, the records of the same transaction included.
///   - rules: the operator's rules where neither the item nor the station has its own.
public func judge(_ interpretation: Interpretation, facts: Facts, rules: Rules) -> Record {
  let scan = interpretation.scan
  var record = Record(interpretation)
  // All keys of a label on another layout were read, even if one stands for nothing on this layout.
  let cause = interpretation.isLayoutSuspect ? nil : scan.cause
  if let cause {
    record.reasons.append(Remark(cause))
  } else if scan.cause == nil {
    record.apply(facts, rules.holding(at: scan.origin, for: facts.item), to: interpretation)
  }
  if facts.clockWentBack { record.notes.append(.clockChanged) }
  record.verdict = cause != nil ? .incomplete : record.reasons.isEmpty ? .accepted : .rejected
  return record
}

extension Record {
  /// The record of a scan that nothing is known about.
  fileprivate init(_ interpretation: Interpretation) {
    let scan = interpretation.scan
    self.init(time: scan.time, scanner: scan.origin.scanner, verdict: .accepted, data: scan.data)
    station = scan.origin.station
    step = scan.origin.step
    readPoint = scan.origin.readPoint
    kind = interpretation.kind
    symbology = interpretation.symbology
    subject = interpretation.subject
    elements = interpretation.elements
    notes = interpretation.notes
    reasons = interpretation.reasons
  }

  /// Adds the reasons and notes that follow from the facts, by the rules for this item at this
  /// station.
  fileprivate mutating func apply(
    _ facts: Facts, _ rules: Rules, to interpretation: Interpretation
  ) {
    if interpretation.mustSatisfyPolicy {
      let policy = facts.item?.policy ?? interpretation.scan.origin.defaultPolicy
      apply(policy, of: facts.item)
    }
    apply(facts, rules)
    if interpretation.isExpired {
      applyExpiry(rules, clockUnsynchronised: facts.clockUnsynchronised)
    }
    if let suspicion = interpretation.suspicion, facts.separatorNeverSeen {
      add(suspicion, rules.separatorSuspect)
    }
  }

  /// Adds a reason for each element that the policy demands and the label lacks.
  private mutating func apply(_ policy: Policy, of item: Item?) {
    if policy.needsSerial, subject.serial == nil {
      reasons.append(.serialRequired(policy, of: item))
    }
    if policy.needsLot, subject.lot == nil { reasons.append(.lotRequired(policy, of: item)) }
  }

  private mutating func apply(_ facts: Facts, _ rules: Rules) {
    if facts.itemsUnavailable { add(.itemsUnavailable, rules.itemsUnavailable) }
    for recall in facts.recalls { add(.recalled(recall), rules.recalled) }
    if let earlier = facts.otherLot {
      add(.lotConflict(subject, earlier: earlier), rules.lotConflict)
    }
    if let earlier = facts.otherExpiry {
      add(.expiryConflict(subject, earlier: earlier), rules.expiryConflict)
    }
    if let earlier = facts.sameSerial {
      add(.serialRepeated(subject.serial ?? "", step: step, earlier: earlier), rules.serialRepeated)
    }
    if let note = notes.firstIndex(where: { $0.code == Remark.layoutAssumed.code }) {
      add(notes.remove(at: note), rules.unverifiedLayout)
    }
  }

  /// Adds the expiry that has passed. A clock that may be wrong is no ground for rejecting.
  private mutating func applyExpiry(_ rules: Rules, clockUnsynchronised: Bool) {
    let expiry = subject.expiry ?? ""
    if clockUnsynchronised, rules.expired != .off {
      notes.append(.clockUnsynchronised(expiry))
    } else {
      add(.expired(expiry), rules.expired)
    }
  }

  private mutating func add(_ remark: Remark, _ consequence: Consequence) {
    switch consequence {
    case .reject: reasons.append(remark)
    case .note: notes.append(remark)
    case .off: break
    }
  }
}
