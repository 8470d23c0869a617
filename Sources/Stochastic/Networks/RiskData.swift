import CLanes

/// What the kernels of a regularised risk read: outer weights and samples, laid out for broadcasts.
///
/// Samples stand in blocks of eight, the last ones in blocks of four; inside a block coordinate k of all its samples
/// is contiguous. The last block is padded with samples of weight zero. Inputs are stored as (β/u)x, u being the unit in
/// which the activation is given its arguments.
public final class RiskData: @unchecked Sendable {  // immutable after init
  public let width: Int
  public let inputDimension: Int
  public let sampleCount: Int
  /// λ
  public let regularization: Double
  /// β
  public let inputScale: Double
  /// c
  public let outputScale: Double
  /// u
  @usableFromInline let argumentUnit: Double
  /// c·a, p numbers
  @usableFromInline let outer: UnsafePointer<Double>
  /// u·c·a, with which slopes with respect to z enter the gradient
  @usableFromInline let pull: UnsafePointer<Double>
  /// For unit j, the end of the units from j on, eight at most, whose outer weights differ in sign only
  @usableFromInline let endOfEqualUnits: UnsafePointer<Int>
  /// βx, row by row: for second derivatives and enclosures
  @usableFromInline let inputs: UnsafePointer<Double>
  @usableFromInline let blocks: [SampleBlock]
  private let storage: UnsafeMutablePointer<Double>
  /// Sample i as a row (β/u)xᵢ₁ … (β/u)xᵢ_d, yᵢ, 0 …: for gathering each lane's own sample.
  @usableFromInline let rows: UnsafeMutablePointer<Double>
  /// Numbers in a row: d + 1, and zeros up to a multiple of eight.
  @usableFromInline let rowLength: Int
  /// The same column by column, if that is quicker: for table look-ups.
  @usableFromInline let columns: UnsafeMutablePointer<Double>?
  /// How far apart columns stand, and how many samples a look-up can tell apart: 16 or 32
  @usableFromInline let columnLength: Int

  /// Where a block of samples stands.
  @usableFromInline
  struct SampleBlock {
    /// 4 or 8
    @usableFromInline let size: Int
    /// The number of its first sample
    @usableFromInline let first: Int
    /// size × d: (β/u)x, coordinate by coordinate
    @usableFromInline let inputs: UnsafePointer<Double>
    @usableFromInline let labels: UnsafePointer<Double>
    /// 1/n, or 0 for padding
    @usableFromInline let weights: UnsafePointer<Double>
  }

  init(
    outer: [Double], inputs: [[Double]], labels: [Double], regularization: Double, inputScale: Double,
    outputScale: Double, argumentUnit: Double
  ) {
    let dimension = inputs[0].count
    width = outer.count
    inputDimension = dimension
    sampleCount = labels.count
    self.regularization = regularization
    self.inputScale = inputScale
    self.outputScale = outputScale
    self.argumentUnit = argumentUnit
    self.outer = RiskData.copy(outer.map { $0 * outputScale })
    pull = RiskData.copy(outer.map { $0 * outputScale * argumentUnit })
    endOfEqualUnits = RiskData.copy(
      outer.indices.map { j in outer[j...].prefix(8).prefix { abs($0) == abs(outer[j]) }.endIndex })
    self.inputs = RiskData.copy(inputs.flatMap { $0.map { $0 * inputScale } })
    let inputs = inputs.map { $0.map { $0 * (inputScale / argumentUnit) } }
    let sizes = RiskData.blockSizes(samples: labels.count)
    let total = sizes.reduce(0, +)
    storage = .allocate(capacity: total * (dimension + 2))
    storage.initialize(repeating: 0, count: total * (dimension + 2))
    blocks = RiskData.layOut(sizes, inputs: inputs, labels: labels, in: storage)
    rowLength = (dimension + 8) / 8 * 8
    rows = RiskData.rows(inputs, labels, length: rowLength)
    columnLength = labels.count <= 16 ? 16 : 32
    let lookUp = labels.count <= 16 || (labels.count <= 32 && rowLength == 8)
    columns = lookUp ? RiskData.columns(inputs, labels, length: columnLength) : nil
  }

  deinit {
    outer.deallocate()
    pull.deallocate()
    endOfEqualUnits.deallocate()
    inputs.deallocate()
    rows.deallocate()
    columns?.deallocate()
    storage.deallocate()
  }

  /// Whether multiply-adds take most of the kernels' time: 2d a unit and sample, an activation as long as about sixteen.
  @inlinable @inline(always)
  var hasLongRows: Bool { inputDimension >= 8 }

  private static func copy<Number>(_ numbers: [Number]) -> UnsafePointer<Number> {
    let copy = UnsafeMutablePointer<Number>.allocate(capacity: numbers.count)
    copy.initialize(from: numbers, count: numbers.count)
    return UnsafePointer(copy)
  }

  /// Aligned for loads of eight.
  private static func zeros(_ count: Int) -> UnsafeMutablePointer<Double> {
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: count * 8, alignment: 64)
    return bytes.initializeMemory(as: Double.self, repeating: 0, count: count)
  }

  private static func blockSizes(samples: Int) -> [Int] {
    let eights = samples / 8
    let fours = (samples - 8 * eights + 3) / 4
    return Array(repeating: 8, count: eights) + Array(repeating: 4, count: fours)
  }

  private static func layOut(
    _ sizes: [Int], inputs: [[Double]], labels: [Double], in storage: UnsafeMutablePointer<Double>
  ) -> [SampleBlock] {
    let dimension = inputs[0].count
    var first = 0
    var place = storage
    return sizes.map { size in
      for slot in 0..<min(size, labels.count - first) {
        for k in 0..<dimension { place[k * size + slot] = inputs[first + slot][k] }
        place[size * dimension + slot] = labels[first + slot]
        place[size * (dimension + 1) + slot] = 1 / Double(labels.count)
      }
      defer {
        first += size
        place += size * (dimension + 2)
      }
      return SampleBlock(
        size: size, first: first, inputs: UnsafePointer(place),
        labels: UnsafePointer(place + size * dimension),
        weights: UnsafePointer(place + size * (dimension + 1)))
    }
  }

  private static func rows(
    _ inputs: [[Double]], _ labels: [Double], length: Int
  ) -> UnsafeMutablePointer<Double> {
    let rows = zeros(labels.count * length)
    for i in labels.indices {
      for k in inputs[i].indices { rows[i * length + k] = inputs[i][k] }
      rows[i * length + inputs[i].count] = labels[i]
    }
    return rows
  }

  private static func columns(
    _ inputs: [[Double]], _ labels: [Double], length: Int
  ) -> UnsafeMutablePointer<Double> {
    let d = inputs[0].count
    let columns = zeros(length * (d + 1))
    for i in labels.indices {
      for k in 0..<d { columns[length * k + i] = inputs[i][k] }
      columns[length * d + i] = labels[i]
    }
    return columns
  }

  /// Writes inputs and labels of each lane's own samples for B slots from `samples` on to `place`, component k of slot i
  /// at `place[k B + i]`. `zero` says what B is.
  @inlinable @inline(always)
  func gather<let B: Int>(
    _ samples: UnsafePointer<LaneIndices>, into place: UnsafeMutablePointer<Lanes>,
    _ zero: InlineArray<B, Lanes>
  ) {
    guard let columns else {
      for i in 0..<B { gatherRow(samples[i], into: place + i, stride: B) }
      return
    }
    for k in 0..<(inputDimension &+ 1) {
      let (column, target) = (columns + columnLength &* k, place + k &* B)
      if columnLength == 16 {
        for i in 0..<B { target[i] = samples[i].byHalves { langevin_lookup(column, $0) } }
      } else {
        for i in 0..<B { target[i] = samples[i].byHalves { langevin_lookup_32(column, $0) } }
      }
    }
  }

  /// The same for one slot, eight components of a row at a time.
  @inlinable @inline(always)
  func gatherRow(_ samples: LaneIndices, into place: UnsafeMutablePointer<Lanes>, stride: Int) {
    let starts = samples &* LaneIndices(repeating: UInt64(rowLength))
    for k in Swift.stride(from: 0, to: rowLength, by: 8) {
      let halves = UnsafeMutableRawPointer(place + k * stride).assumingMemoryBound(to: Double.self)
      langevin_gather_columns(rows + k, starts.lowHalf, halves, 16 * stride)
      langevin_gather_columns(rows + k, starts.highHalf, halves + 8, 16 * stride)
    }
  }
}
