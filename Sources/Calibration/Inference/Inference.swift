// SPDX-License-Identifier: Apache-2.0

// Each common layout is tried with each terminator. Under the right ones, every scan is the text of a label,
// perhaps with something before and after it, which then is the prefix and the suffix. Framing is tried in an
// order in which the first that fits says most: a key that was pressed is a terminator sooner than a part of a
// suffix. All layouts that fit type these labels with the same keys, so nothing tells them apart.
//
// The profile that comes out reads the recordings once more. Only if that gives the labels, it is right.

import Recordings
import Wedge

/// Infers the profile of a scanner from recordings of the calibration labels.
///
/// - Parameter layouts: the layouts that the scanner may be set to, the most likely first.
public func calibrate(
  _ recordings: [Recording], layouts: [Layout]
) throws(CalibrationError) -> Calibration {
  let typed = KeyUse(recordings)
  var failure = CalibrationError.nothingTyped
  for framing in typed.framings {
    let fits = fits(recordings, layouts, framing, &failure)
    guard let best = fits.min(by: { $0.separator.rank < $1.separator.rank }) else { continue }
    let others = fits.map(\.profile.layout).filter { $0.name != best.profile.layout.name }
    return try Calibration(best, others, typed, recordings)
  }
  throw failure
}

/// The fits of all layouts, and the failure that says most.
private func fits(
  _ recordings: [Recording], _ layouts: [Layout], _ framing: Framing,
  _ failure: inout CalibrationError
) -> [Fit] {
  var fits: [Fit] = []
  for layout in layouts {
    var profile = framing.profile
    profile.layout = layout
    do throws(CalibrationError) {
      fits.append(try fit(profile, recordings))
    } catch {
      if error.closeness > failure.closeness { failure = error }
    }
  }
  return fits
}

/// The fit of a profile with every spelling of the separator, or else with the one that is GS by its position.
private func fit(
  _ profile: Profile, _ recordings: [Recording]
) throws(CalibrationError) -> Fit {
  do throws(CalibrationError) {
    return try Fit(profile, recordings)
  } catch .unknownSeparator(let data) {
    var positional = profile
    positional.groupSeparator = .controlUSRightBracket
    guard let fit = try? Fit(positional, recordings), fit.separator.rank == 0 else {
      throw .unknownSeparator(data)
    }
    return fit
  }
}

extension CalibrationError {
  /// The degree to which the hypothesis that failed was right otherwise.
  fileprivate var closeness: Int {
    switch self {
    case .nothingTyped: 0
    case .damaged(let cause, _):
      [Cause.noTerminator, .unplugged, .startedMidScan].contains(cause) ? 1 : 3
    case .notALabel: 2
    case .otherCase: 4
    case .noSilence: 5
    case .contradiction, .unknownSeparator: 6
    case .prefixBehindIdentifier, .ambiguousStandIn, .longAffix: 7
    }
  }
}
