// SPDX-License-Identifier: Apache-2.0

// A dead key is followed by a letter, which it marks, or by the space, which makes it a character of
// its own. Before anything else it is that character too, as on Windows: nothing is lost.

/// A key that marks the letter after it.
public struct DeadKey: Sendable, Hashable {
  /// The mark.
  public var mark: Mark
  /// The character of the key with the space.
  public var alone: Unicode.Scalar

  /// A dead key.
  public init(mark: Mark, alone: Unicode.Scalar) {
    self.mark = mark
    self.alone = alone
  }

  /// The marks of the Latin script that keyboards have: the keysyms `dead_grave` … of XKB.
  public enum Mark: UInt8, Sendable, CaseIterable {
    case grave, acute, circumflex, tilde, macron, breve, aboveDot, diaeresis, aboveRing
    case doubleAcute, caron, cedilla, ogonek
  }

  /// The characters that the key makes of the one after it: one, or two if they do not combine.
  package func followed(by next: Unicode.Scalar) -> (Unicode.Scalar, Unicode.Scalar?) {
    if next == " " { return (alone, nil) }
    var pairs = mark.pairs.unicodeScalars.makeIterator()
    while let letter = pairs.next(), let marked = pairs.next() {
      if letter == next { return (marked, nil) }
    }
    return (alone, next)
  }
}

extension DeadKey.Mark {
  /// Letters, each with the canonical composition of letter and mark after it (Unicode, NFC).
  fileprivate var pairs: String {
    switch self {
    case .grave: "AÀEÈIÌNǸOÒUÙWẀYỲaàeèiìnǹoòuùwẁyỳ"
    case .acute: "AÁCĆEÉGǴIÍKḰLĹMḾNŃOÓPṔRŔSŚUÚWẂYÝZŹaácćeégǵiíkḱlĺmḿnńoópṕrŕsśuúwẃyýzź"
    case .circumflex: "AÂCĈEÊGĜHĤIÎJĴOÔSŜUÛWŴYŶZẐaâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷzẑ"
    case .tilde: "AÃEẼIĨNÑOÕUŨVṼYỸaãeẽiĩnñoõuũvṽyỹ"
    case .macron: "AĀEĒGḠIĪOŌUŪYȲaāeēgḡiīoōuūyȳ"
    case .breve: "AĂEĔGĞIĬOŎUŬaăeĕgğiĭoŏuŭ"
    case .aboveDot: "AȦBḂCĊDḊEĖFḞGĠHḢIİMṀNṄOȮPṖRṘSṠTṪWẆXẊYẎZŻaȧbḃcċdḋeėfḟgġhḣmṁnṅoȯpṗrṙsṡtṫwẇxẋyẏzż"
    case .diaeresis: "AÄEËHḦIÏOÖUÜWẄXẌYŸaäeëhḧiïoötẗuüwẅxẍyÿ"
    case .aboveRing: "AÅUŮaåuůwẘyẙ"
    case .doubleAcute: "OŐUŰoőuű"
    case .caron: "AǍCČDĎEĚGǦHȞIǏKǨLĽNŇOǑRŘSŠTŤUǓZŽaǎcčdďeěgǧhȟiǐjǰkǩlľnňoǒrřsštťuǔzž"
    case .cedilla: "CÇDḐEȨGĢHḨKĶLĻNŅRŖSŞTŢcçdḑeȩgģhḩkķlļnņrŗsştţ"
    case .ogonek: "AĄEĘIĮOǪUŲaąeęiįoǫuų"
    }
  }
}
