import Foundation

/// sin, under a name of its own: `Stochastic` has functions of lanes with the usual names.
func sine(_ x: Double) -> Double { Foundation.sin(x) }
