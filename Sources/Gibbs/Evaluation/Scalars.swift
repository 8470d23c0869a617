import Stochastic

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#endif

// The modules of the C library and of the lanes both have exp and log: these are the ones of plain numbers.

func logarithm(_ x: Double) -> Double { log(x) }

func exponential(_ x: Double) -> Double { exp(x) }

func logarithmOfOnePlus(_ x: Double) -> Double { log1p(x) }

func exponentialMinusOne(_ x: Double) -> Double { expm1(x) }
