# What nginx itself has to say, as JSON: without the request, whose query is nobody's business.
capture("^[0-9/]+ [0-9:]+ \\[(?<level>[a-z]+)\\] [0-9#]+: (?<words>.*)$") // {level: "error", words: .}
| {
    time: (now | todateiso8601),
    level,
    event: "nginx",
    message: (.words | sub(", client: .*$"; "") | sub("^\\*[0-9]+ "; "") | if test("ModSecurity:") then empty else . end)
  }
