// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Export

/// The results of epcis-event-hash-generator 1.9.3 for the same URIs.
@Suite struct CanonicalPlaceTests {
  @Test(arguments: [
    ("http://id.gs1.org/414/9506000134352", "https://id.gs1.org/414/9506000134352"),
    ("https://example.com/gln/9506000134352?a=b", "https://id.gs1.org/414/9506000134352"),
    (
      "https://example.com/x/414/9506000134352/254/dock-1",
      "https://id.gs1.org/414/9506000134352/254/dock-1"
    ),
    ("https://example.com/party/9506000134352", "https://id.gs1.org/417/9506000134352"),
    ("urn:epc:id:sgln:9506000.13435.0", "https://id.gs1.org/414/9506000134352"),
    (
      "urn:epc:id:sgln:9506000.13435.dock-1",
      "https://id.gs1.org/414/9506000134352/254/dock-1"
    ),
    ("urn:epc:id:sgln:950600013435..0", "https://id.gs1.org/414/9506000134352"),
    ("urn:epc:id:sgln:9506000.13435.a+b", "https://id.gs1.org/414/9506000134352/254/a%2Bb"),
    ("urn:epc:id:sgln:9506000.13435.a%2Fb", "https://id.gs1.org/414/9506000134352/254/a%2Fb"),
    ("urn:epc:id:pgln:9506000.13435", "https://id.gs1.org/417/9506000134352"),
    (
      "https://example.com/414/9506000134352/254/a.b_c'd",
      "https://id.gs1.org/414/9506000134352/254/a.b_c'd"
    ),
    (
      "https://example.com/414/9506000134352/254/a;b=c",
      "https://id.gs1.org/414/9506000134352/254/a;b=c"
    ),
    ("https://example.com/gln/9506000134352?", "https://id.gs1.org/414/9506000134352"),
  ]) func aPlaceHasOneSpelling(place: String, canonical: String) {
    #expect(canonicalPlace(place) == canonical)
  }

  @Test(arguments: [
    "https://id.gs1.org/414/9506000134352",
    "https://example.com/414/9506000134352/254/dock%201",
    "https://example.com/414/9506000134352/254/a+b",
    "https://localhost/414/9506000134352",
    "https://example.com/414/9506000134352/",
    "https://example.com/414/9506000134352#x",
    "https://example.com/414/950600013435",
    "https://example.com/docks/3",
    "urn:epc:id:sgln:9506000.1343.0",
    "urn:uuid:35ae81a4-5b57-4c5d-823f-451701cf80a7",
    "https://example.com/01/414/9506000134352",
    "https://example.com/414/9506000134352/254/a@b",
    "urn:epc:id:sgln:9506000.13435.a@b",
    "https://example.com/414/9506000134352/7040/1ABC",
  ]) func whatNamesNoPlaceInGS1sWayStays(place: String) {
    #expect(canonicalPlace(place) == place)
  }
}
