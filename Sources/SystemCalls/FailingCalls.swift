// SPDX-License-Identifier: Apache-2.0

// Tests run in parallel in one process, so a failure is given to a scope and never to the process:
// to the task that orders it, or, where the call is made on a thread without a task, to a path. In a
// program that orders none, each call costs the load of one counter.

import Synchronization

/// System calls that fail because a test wants them to.
package final class FailingCalls: Sendable {
  /// The calls that fail, in words like "the second fsync fails with ENOSPC".
  package struct Rule: Sendable {
    let call: String
    let errno: Errno
    let path: String?
    var skipped: Int
    var failures: Int

    /// Failures of `call`.
    ///
    /// - Parameters:
    ///   - number: the first call that fails, counted from 1 within the scope.
    ///   - times: how many fail from there on.
    ///   - path: only calls about paths that begin like this fail, and they do so on every thread;
    ///     nil: all calls of the task fail.
    package init(
      _ call: String, _ errno: Errno, from number: Int = 1, times: Int = 1,
      below path: String? = nil
    ) {
      self.call = call
      self.errno = errno
      self.path = path
      skipped = number - 1
      failures = times
    }

    fileprivate func matches(_ call: String, on subject: String?) -> Bool {
      self.call == call && (path.map { subject?.hasPrefix($0) ?? false } ?? true)
    }

    /// The failure of one more matching call.
    fileprivate mutating func next() -> Errno? {
      if skipped > 0 {
        skipped -= 1
        return nil
      }
      guard failures > 0 else { return nil }
      failures -= 1
      return errno
    }
  }

  @TaskLocal private static var ofTask: [FailingCalls] = []
  private static let everywhere = Mutex<[FailingCalls]>([])

  private let isAboutPath: Bool
  private let rule: Mutex<Rule>

  private init(_ rule: Rule) {
    isAboutPath = rule.path != nil
    self.rule = Mutex(rule)
  }

  /// Runs `body`, in which calls fail as the rules say. Scopes may be nested.
  package static func with<T>(_ rules: Rule..., body: () throws -> T) rethrows -> T {
    let plans = begin(rules)
    defer { end(plans) }
    return try $ofTask.withValue(ofTask + plans.filter { !$0.isAboutPath }, operation: body)
  }

  /// The failure that is due to a call; nil lets it through.
  @inline(__always)
  static func failure(of call: String, on subject: String?) -> Errno? {
    if scopes.load(ordering: .relaxed) == 0 { return nil }
    return dueFailure(of: call, on: subject)
  }

  @inline(never)
  private static func dueFailure(of call: String, on subject: String?) -> Errno? {
    for plan in ofTask + everywhere.withLock({ $0 }) {
      let failure: Errno? = plan.rule.withLock { rule in
        rule.matches(call, on: subject) ? rule.next() : nil
      }
      if let failure { return failure }
    }
    return nil
  }

  private static func begin(_ rules: [Rule]) -> [FailingCalls] {
    let plans = rules.map(FailingCalls.init)
    everywhere.withLock { $0 += plans.filter(\.isAboutPath) }
    scopes.add(1, ordering: .relaxed)
    return plans
  }

  private static func end(_ plans: [FailingCalls]) {
    scopes.subtract(1, ordering: .relaxed)
    everywhere.withLock { all in all.removeAll { one in plans.contains { $0 === one } } }
  }
}

/// The number of scopes in which calls may fail.
private let scopes = Atomic<Int>(0)
