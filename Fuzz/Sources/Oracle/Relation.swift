// SPDX-License-Identifier: Apache-2.0

/// The relations that hold for any input.
public enum Relation: Int, Sendable, CaseIterable {
  // One reading of GS1 data.

  /// Two readings of equal bytes are equal, wherever the bytes are; none reads outside them.
  case sameBytesSameReading
  /// Elements and findings are ranges of the data; elements do not overlap and follow each other.
  case rangesInside
  /// Findings are omitted only if the list is full; reasons about parts are in the order of the
  /// parts.
  case findingsInOrder
  /// Every finding has a sentence without control characters.
  case sentences
  /// A value is visible ASCII, the same as text and as bytes.
  case values
  /// An element of a date has one, in the right century, and it is written as in ISO 8601.
  case dates
  /// A valid element is also valid alone.
  case elementAlone
  /// Text has no elements; its only faults are its length or, if strict, its beginning.
  case textHasNoElements
  /// A GTIN is one element (01) of 14 digits that ends with the digits of the symbol.
  case gtinHasItsDigits
  /// The elements of a valid element string, joined, are the data without the bytes that notes
  /// name.
  case elementsSpellTheData
  /// The values of a Digital Link URI are its bytes with the escapes undone.
  case valuesAreUnescaped
  /// A cursor reaches the end, and reads the elements of a valid element string.
  case cursorReadsTheSame

  // Readings of the same data with other options, or of data changed in a known way.

  /// Data that are valid if strict are valid if not, with the same elements.
  case strictIsTolerated
  /// Data that are valid without a note are valid if strict, with the same elements.
  case cleanIsStrict
  /// Data that are guessed to be an element string are read as those that are assumed to be one.
  case guessIsAssumption
  /// A web address is read as a Digital Link URI; if that fails and it has no key, it is text with a
  /// note.
  case webAddressIsLinkOrText
  /// A symbology identifier in front shifts all ranges and changes nothing else.
  case identifierShifts
  /// Without pairing rules, the elements and all other reasons are the same.
  case pairingOnlyAddsReasons
  /// A scanner that may lose separators causes at most one more note, about the last value.
  case suspicionOnlyAddsANote
  /// A fragment at the end of a Digital Link URI changes nothing.
  case fragmentIsIgnored

  // Readings that are written and read again.

  /// The fields of a valid reading, written as an element string, are read again.
  case writtenAsElementString
  /// The fields of a valid Digital Link URI, all escaped, are read again.
  case escapedOnceMore
  /// The Digital Link URI that the module writes has the same fields, in its own order.
  case writtenAsDigitalLink
  /// The text with parentheses is read again if no value contains one.
  case writtenInBrackets
  /// The identity is a Digital Link URI with fields of the label.
  case identityIsALink

  // Values.

  /// A typed value can be shown, and its date is that of the element.
  case typedValues
  /// A GTIN is the same in every format that has enough digits.
  case gtinFormats

  // Every reader of outside data.

  /// Reading takes no more time than a fixed amount and an amount for each byte.
  case inTime
  /// A refusal is a sentence of visible characters.
  case refusalIsASentence

  // Requests and filters.

  /// A request that is written is read as the same, with the same mark.
  case requestIsWrittenAndRead
  /// White space around a request changes nothing.
  case spaceAroundRequests
  /// A line that is accepted is JSON for another reader too.
  case acceptedIsJSON
  /// A filter lets through the records that a search through its values lets through.
  case filterSearchesItsValues

  // Answers, as a client reads them.

  /// A line of a server that is written is read as the same.
  case lineIsWrittenAndRead
  /// The answer to each kind of request, written, is read as the same.
  case answerIsWrittenAndRead
  /// A line is the same however its bytes arrive.
  case linesArriveInParts
  /// A record keeps its bytes, and decoding them gives the record.
  case recordKeepsItsBytes
  /// Text for people holds no character that acts on a terminal.
  case shownIsVisible

  // Configuration.

  /// Problems are in the order of files and lines; each names a file that was given and a line of
  /// it.
  case problemsOfFiles
  /// A file of its plain headers and assignments, each at its line, loads to the same.
  case fileIsWrittenAndRead
  /// Comments, line ends and continued lines change nothing but the numbers of lines.
  case layoutChangesNothing
  /// The assignments of all files, in one file and grouped by key, load to the same settings.
  case filesAreOne
  /// Of several assignments to a key that is not a list, the last one counts.
  case lastAssignmentCounts
  /// A .scanner file that is loaded alone is loaded as among others.
  case scannerFileAlone
  /// No file takes a device of which nothing is known.
  case unknownDeviceIsLeft
  /// The files that apply are those of the highest priority that are not masked, in order.
  case filesThatApply
  /// A pattern matches the texts that fnmatch(3) says it matches.
  case globMatches
  /// A time span or a size is the exact sum of its terms, or refused.
  case amounts
  /// A time span that is written is read as the same.
  case timeSpanIsWrittenAndRead
  /// Words, written with all bytes escaped, are read as the same.
  case wordsAreWrittenAndRead

  // Key events.

  /// Every whole scan was typed as it is, and its terminator at that time.
  case neverAWrongScan
  /// A scan that no fault met, after a terminator or a long silence, is whole.
  case unharmedScanIsWhole
  /// The data of the captures are the characters of the presses, but for the case of letters if
  /// Caps Lock is used.
  case noCharacterIsLost
  /// A capture is no longer than a scan may be, and its time is that of an input.
  case capturesAreLimited
  /// The keys that are down are those of the presses without a release.
  case keysDownFollowTheEvents
  /// A silence ends what is open at its deadline, and not before.
  case deadlineIsExact
  /// The captures do not depend on the moments at which the reader looks for silences.
  case looksMakeNoDifference
  /// A copy of a decoder goes on as the original does.
  case decoderIsAValue
  /// Events that a dead process left unread are one damaged scan with their characters.
  case unreadIsOneDamagedScan
  /// A new profile counts at once if no scan is open.
  case profileChangesBetweenScans

  // Recordings.

  /// A recording that is written in the project's own form is read as the same.
  case recordingIsWrittenAndRead
  /// The captures of a recording, written as its expected result, are read as the same.
  case capturesAreWrittenAndRead
  /// The events of a recording, written as evemu does, are read as the same.
  case evemuIsTheSame
  /// An error names the first line that cannot be read.
  case errorIsAtItsLine
  /// Carriage returns and comments at the ends of lines change nothing.
  case commentsChangeNothing
  /// The shortest form of a time is read as the same.
  case timeIsDescribedAndRead

  // Tables of items.

  /// The first problems are kept and all are counted; each names a line of the table.
  case problemsOfATable
  /// The rows of a table are those that a simple reader of RFC 4180 finds.
  case rowsAreThoseOfRFC4180
  /// Quotation marks around all cells, another separator and other line ends change nothing.
  case quotesChangeNothing
  /// The items have valid GTINs, each once, and what the daemon takes.
  case itemsAreGood
  /// The items of a table, written as a table, are read again.
  case tableIsWrittenAndRead
  /// The batches hold the items in order, and each is a request that is read as the same.
  case batchesAreTheItems
  /// A change sets the columns of the table alone, and is shown unless nothing changes.
  case changesAreShown
  /// A cell for a spreadsheet is no formula, and is read as the same text.
  case cellsAreNoFormulas

  // Databases.

  /// A backup is refused as unsound, and one that the module made is not refused.
  case refusedBackupsAreUnsound
  /// A backup that is called sound is restored, and its journal stores and publishes the next scan.
  case soundBackupIsRestored
  /// All records of a restored journal can be read.
  case soundBackupIsRead
  /// The check of a backup counts as many rows as another reader.
  case backupIsReadAlike
  /// A record that the check of a backup calls damaged is a gap after the restoration.
  case damageIsAGap
  /// A record that is sent is as it was made, unless the file says that it has no seal.
  case sentRecordsAreSound
  /// The records of a page are in the order of their cursors, each there once.
  case recordsAreInOrder
  /// Every kept cursor is a record or in a gap.
  case everyCursorIsARecordOrAGap
  /// A journal with damage opens or is set aside, and the next scan is stored and published once.
  case damageStopsNoRecording
  /// Damaged items change nothing of the journal.
  case journalIsApartFromItems
  /// A verification counts no cursor twice.
  case verificationCountsEveryCursor
  /// A journal that is verified with the hash of the sound one has its records.
  case soundChainIsTheSameJournal

  // The environment.

  /// The variables are gone after they were read.
  case variablesAreRemoved
  /// The watchdog's patience is the positive number of the text, if it is meant for this process.
  case patienceIsItsNumber
  /// A service manager exists only at an absolute path or an abstract name.
  case notifySocketIsAnAddress
  /// A message arrives at the socket that the environment names, unchanged.
  case messagesArrive
  /// The listening sockets are the open sockets among the passed descriptors, in order.
  case listeningSocketsAreThose
  /// The kept descriptors are open files among the passed ones, one for each name.
  case keptAreTheirNames
  /// A passed file is kept or closed; a descriptor that was not passed stays open.
  case passedAreClaimedOrClosed
  /// The claimed descriptors are closed by execve(2), and no other one is changed.
  case childrenGetNoDescriptors
  /// A message of the store is two lines, with a name that the service manager accepts, and no
  /// descriptor is stored beside another one of its name.
  case messagesHaveTheirLines
  /// The service manager has the wanted descriptors in the end, whatever it refused meanwhile.
  case storeHoldsTheWanted

  // Not a relation of the module.

  /// The planted defect, which a fuzzer must find.
  case canary
}

/// A relation that an input breaks.
public struct Violation: Error, CustomStringConvertible {
  /// The broken relation.
  public let relation: Relation
  /// The input, and what was made of it.
  public let shown: String

  /// The relation, and for what it does not hold.
  public var description: String { "\(relation) does not hold for \(shown)" }
}
