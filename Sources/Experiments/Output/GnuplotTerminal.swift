/// gnuplot's commands that open NAME.svg or NAME.png, whichever the variable `picture` says, on white with grey axes;
/// they set `large` to the font of titles.
func gnuplotTerminal(_ name: String, width: Int, height: Int) -> [String] {
  [
    "if (picture eq 'svg') {",
    "  set terminal svg size \(width),\(height) dynamic enhanced font 'Helvetica,Arial,sans-serif,15' "
      + "name '\(name)' background '#ffffff'",
    "  large = ',20'",
    "} else {",
    "  large = ',16'",
    "  if (strstrt(GPVAL_TERMINALS, 'pngcairo') > 0) {",
    "    set terminal pngcairo size \(width),\(height) enhanced font 'Sans,12' background '#ffffff'",
    "  } else {",
    "    set terminal png truecolor size \(width),\(height) enhanced background '#ffffff'",
    "  }",
    "}",
    "set output '\(name).'.picture",
    "set border 3 lc rgb '#404040'",
    "set tics out textcolor rgb '#202020'",
    "set grid lt 1 lc rgb '#dddddd' lw 1",
  ]
}
