# One line of JSON for each request that a rule spoke of: which rules, at which kind of field; never what was in it.
# a name that could be a value is none
def safe: if test("^[A-Za-z_-]{1,32}(?:[.\\[\\]]+(?:[A-Za-z_-]{1,32}|array_[0-9]{1,4}|[0-9]{1,4}))*\\]?$") then . else "..." end;
def where:
  (((.match | capture("against variable `(?<kind>[A-Z_]+)(?::(?<name>.*?))?' \\(Value")) // (.data | capture("found within (?<kind>[A-Z_]+)(?::(?<name>[^:]*))?"))) // {kind: "", name: null})
  | if .name == null or (.kind | endswith("_NAMES")) then .kind else "\(.kind):\(.name | safe)" end;
fromjson?
| .transaction
| (.unique_id | capture("^(?<host>.*)/(?<request>[^/]*)$")) as $asked
| [.messages[] | {id: .details.ruleId, message: .message, at: (.details | where)}] as $rules
| {
    time: (now | todateiso8601),
    level: "warning",
    event: "finding",
    mode: (if .producer.secrules_engine == "Enabled" then "blocking" else "detection" end),
    blocked: (.producer.secrules_engine == "Enabled" and ($rules | any(.id | test("^(?:949110|901[0-9])$")))),
    client: .client_ip,
    host: $asked.host,
    method: .request.method,
    path: (.request.uri | split("?")[0] | .[0:200]),
    status: .response.http_code,
    request: $asked.request,
    rules: $rules
  }
