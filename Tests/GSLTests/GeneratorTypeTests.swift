import GSL
import Testing

@Suite struct GeneratorTypeTests {
  @Test func allAreListedOnceAndFoundByName() throws {
    let names = GeneratorType.all.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.count > 60)
    for name in ["philox4x32-10", "mt19937", "taus2", "ranlxd2", "gfsr4", "randu", "zuf"] {
      #expect(try GeneratorType(named: name).name == name)
    }
  }

  @Test(arguments: [
    ("mt1993", "mt19937"), ("MT19937", "mt19937"), ("philox", "philox4x32-10"), ("tuas2", "taus2"),
    ("ranlxd", "ranlxd1"), ("slatek", "slatec"),
  ])
  func misspeltNamesAreAnsweredWithNearOnes(name: String, near: String) throws {
    let error = try #require(throws: GeneratorError.self) { try GeneratorType(named: name) }
    guard case .unknownName(name, let names) = error else {
      Issue.record("unexpected \(error)")
      return
    }
    #expect(names.contains(near))
    #expect(names.count <= 5)
    #expect(error.description.contains(near))
    #expect(error.description.contains(name))
  }

  @Test func namesLikeNothingHaveNoNeighbours() {
    #expect(throws: GeneratorError.unknownName("quantum-foam", near: [])) {
      try GeneratorType(named: "quantum-foam")
    }
  }

  @Test(arguments: [
    ("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("flaw", "lawn", 2), ("same", "same", 0),
  ])
  func editDistances(first: String, second: String, distance: Int) {
    #expect(editDistance(Array(first), Array(second)) == distance)
    #expect(editDistance(Array(second), Array(first)) == distance)
  }
}
