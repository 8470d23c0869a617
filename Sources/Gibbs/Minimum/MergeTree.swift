/// Components of {L ≤ h} on a grid as h rises, by union and find.
struct MergeTree {
  let grid: BoxGrid
  let values: [Double]
  private var parent: [Int32]
  /// Minima in the component of a root
  private var members: [Int: [Int]] = [:]

  /// Two groups of minima that first meet at a node.
  struct Merge {
    let node: Int
    let left: [Int]
    let right: [Int]
  }

  init(grid: BoxGrid, values: [Double]) {
    self.grid = grid
    self.values = values
    parent = Array(repeating: -1, count: values.count)
  }

  /// Meetings in the order of height; nil if two minima cannot be told apart on the grid.
  mutating func merges(of minima: [[Double]], below level: Double) -> [Merge]? {
    var wells: [Int: Int] = [:]
    for (index, point) in minima.enumerated() {
      guard wells.updateValue(index, forKey: descend(grid.nearestNode(to: point))) == nil else { return nil }
    }
    let order = values.indices.filter { values[$0] <= level }.sorted { values[$0] < values[$1] }
    var found: [Merge] = []
    for node in order where found.count < minima.count - 1 {
      parent[node] = Int32(node)
      if let well = wells[node] { members[node] = [well] }
      for neighbour in grid.neighbours(of: node) where parent[neighbour] >= 0 {
        if let merge = unite(node, neighbour, at: node) { found.append(merge) }
      }
    }
    return found
  }

  /// From node to lower neighbour, to a node lower than all.
  private func descend(_ start: Int) -> Int {
    var node = start
    while let next = grid.neighbours(of: node).min(by: { values[$0] < values[$1] }),
      values[next] < values[node]
    {
      node = next
    }
    return node
  }

  private mutating func unite(_ a: Int, _ b: Int, at node: Int) -> Merge? {
    let (first, second) = (root(a), root(b))
    guard first != second else { return nil }
    parent[first] = Int32(second)
    guard let left = members.removeValue(forKey: first) else { return nil }
    guard let right = members[second] else {
      members[second] = left
      return nil
    }
    members[second] = left + right
    return Merge(node: node, left: left, right: right)
  }

  private mutating func root(_ node: Int) -> Int {
    var top = node
    while Int(parent[top]) != top { top = Int(parent[top]) }
    var current = node
    while Int(parent[current]) != top {
      let next = Int(parent[current])
      parent[current] = Int32(top)
      current = next
    }
    return top
  }
}
