// SPDX-License-Identifier: Apache-2.0

// Which reasons and notes the facts give a record. The rules are those that hold for this item at
// this station already.

import Wire

extension Record {
  /// Judges by how the item must be tracked: what its label has to carry.
  mutating func hold(to policy: Policy, of item: Item?) {
    if policy.needsSerial, subject.serial == nil {
      reasons.append(.serialRequired(policy, of: item))
    }
    if policy.needsLot, subject.lot == nil { reasons.append(.lotRequired(policy, of: item)) }
  }

  /// Judges by what is known.
  mutating func apply(_ facts: Facts, _ rules: Rules) {
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

  /// Judges an expiry that is past. By a clock that may be wrong nothing is rejected.
  mutating func expire(_ rules: Rules, clockUnsynchronised: Bool) {
    let expiry = subject.expiry ?? ""
    if clockUnsynchronised, rules.expired != .off {
      notes.append(.clockUnsynchronised(expiry))
    } else {
      add(.expired(expiry), rules.expired)
    }
  }

  mutating func add(_ remark: Remark, _ consequence: Consequence) {
    switch consequence {
    case .reject: reasons.append(remark)
    case .note: notes.append(remark)
    case .off: break
    }
  }
}
