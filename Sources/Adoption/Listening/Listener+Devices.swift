// SPDX-License-Identifier: Apache-2.0

// Devices come and go.

import Scanners
import SystemCalls

extension Listener {
  /// Begins to listen to a candidate.
  func open(_ candidate: Candidate) {
    let properties = candidate.device.properties
    do throws(SystemCallError) {
      let ear = Ear(try world.open(properties), of: candidate)
      lastNumber += 1
      let number = lastNumber
      try poller.watch(ear.descriptor) { [unowned self] _ in serve(number) }
      ears[number] = ear
      ear.introduce(to: &listening, as: number)
      failed.remove(properties.sysPath)
      settleGrab(of: number)
      if ear.grab == .waiting { tell(.waits(candidate.device)) }
    } catch {
      // A device that has gone already is no failure.
      if error.errno == .operationNotSupportedByDevice { return }
      if failed.insert(properties.sysPath).inserted { tell(.failed(candidate.device, error)) }
    }
  }

  /// Ends listening to a device, which ends its grab.
  func close(_ number: Listening.Number) {
    guard let ear = ears.removeValue(forKey: number) else { return }
    poller.unwatch(ear.descriptor)
    listening.remove(number)
  }

  /// Listens to candidates that have come, and no longer to devices that have become scanners.
  func look() {
    guard let devices = try? world.devices() else { return }
    survey = Survey(of: devices, byPort: byPort)
    let candidates = survey.candidates
    let wanted = Set(candidates.map(\.device.properties.sysPath))
    for (number, ear) in ears where !wanted.contains(ear.sysPath) { close(number) }
    let known = Set(ears.values.map(\.sysPath))
    for candidate in candidates where !known.contains(candidate.device.properties.sysPath) {
      let before = ears.count
      open(candidate)
      if ears.count > before { tell(.opened(candidate.device)) }
    }
    for number in ears.keys { settleGrab(of: number) }
  }

  /// Grabs a device if that is possible now.
  func settleGrab(of number: Listening.Number) {
    guard let ear = ears[number], ear.grab != .grabbed else { return }
    let before = ear.grab
    ear.settleGrab(keysDown: listening.keysDown(of: number))
    if ear.grab == .grabbed { listening.noteGrab(of: number) }
    if case .refused(let error) = ear.grab, ear.grab != before {
      tell(.refused(ear.candidate.device, error))
    }
  }
}
