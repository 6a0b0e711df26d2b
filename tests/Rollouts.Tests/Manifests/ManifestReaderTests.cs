using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Manifests;

namespace SiteBuilder.Rollouts.Tests.Manifests;

public sealed class ManifestReaderTests : IDisposable
{
    private const string One = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n";

    private readonly ManifestFolder folder = new();

    /// <summary>Manifests as people write them, and the data that the one object in them has.</summary>
    public static TheoryData<string, string, string> Nasty => new()
    {
        { "comments and empty documents", "# top\n---\n---\n# nothing\n---\nnull\n---\n" + One + "...\n---\n", "null" },
        { "a mark with a comment, and one with the content behind it", "--- # first\n" + One + "data: {a: b}\n", """{"a":"b"}""" },
        { "flow style that looks like JSON", "{apiVersion: v1, kind: ConfigMap, metadata: {name: one}, data: {a: b}}\n", """{"a":"b"}""" },
        { "a directive", "%YAML 1.1\n---\n" + One, "null" },
        { "a byte order mark", "\uFEFF" + One, "null" },
        { "Windows line ends", One.Replace("\n", "\r\n", StringComparison.Ordinal) + "data:\r\n  a: |\r\n    line\r\n    two\r\n  b: >-\r\n    folded\r\n    text\r\n", """{"a":"line\ntwo\n","b":"folded text"}""" },
        { "marks inside of a text", One + "data:\n  a: |\n    x\n    ---\n    y\n", """{"a":"x\n---\ny\n"}""" },
        { "block texts kept, stripped and indented", One + "data:\n  a: |+\n    x\n\n  b: |-\n    y\n  c: |2\n      z\n", """{"a":"x\n\n","b":"y","c":"  z\n"}""" },
        { "an anchor and its alias", One + "x: &x {a: b}\ndata: *x\n", """{"a":"b"}""" },
        { "an anchor that is given anew", One + "x: &x {a: b}\ny: &x {a: c}\ndata: *x\n", """{"a":"c"}""" },
        { "merged keys, one of them overridden", One + "x: &x {a: b, c: d}\ndata:\n  <<: *x\n  c: e\n", """{"a":"b","c":"e"}""" },
        { "a list of merged mappings, the first wins", One + "x: &x {a: b}\ny: &y {a: c, d: e}\ndata:\n  <<: [*x, *y]\n", """{"a":"b","d":"e"}""" },
        { "a key << in quotes is a key", One + "data:\n  \"<<\": a\n", """{"\u003C\u003C":"a"}""" },
        { "words as keys", One + "data:\n  yes: a\n  1: b\n  0x10: c\n  1.5: d\n  2001-12-14: e\n", """{"true":"a","1":"b","16":"c","1.5":"d","2001-12-14":"e"}""" },
        { "tabs after the indentation", One + "data:\n  a:\tb\t# c\n", """{"a":"b"}""" },
        { "escapes", One + "data: {a: \"\\u00e9\\t\\\"\", b: 'it''s'}\n", """{"a":"\u00E9\t\u0022","b":"it\u0027s"}""" },
        { "unusual letters", One + "data: {ключ: 値 🚀}\n", """{"\u043A\u043B\u044E\u0447":"\u5024 \uD83D\uDE80"}""" },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Nasty))]
    public void Nasty_but_right_YAML_is_read(string what, string text, string data)
    {
        var item = folder.With("a.yaml", text).Read().ShouldHaveSingleItem();

        item["metadata"]!["name"]!.GetValue<string>().ShouldBe("one", what);
        JsonNode.DeepEquals(item["data"], JsonNode.Parse(data)).ShouldBeTrue(item["data"]?.ToJsonString());
    }

    [Fact]
    public void Folder_is_read_with_all_below_it_in_the_order_of_paths_but_not_what_is_hidden_or_no_manifest()
    {
        folder.With("b.yml", Map("three")).With("a.yaml", $"{Map("one")}---\n{Map("two")}").With("sub/deep/c.JSON", Text("four")).With("z.yaml", Map("five"))
            .With("README.md", "# no: [manifest").With("values.txt", "x").With(".hidden.yaml", ": [").With(".git/config.yaml", ": [");

        Names(folder.Read()).ShouldBe(["one", "two", "three", "four", "five"]);
    }

    [Fact]
    public void One_file_is_read_whatever_its_name() => Names(folder.With("manifest.tpl", Map("one")).Read("manifest.tpl")).ShouldBe(["one"]);

    [Fact]
    public void Standard_input_is_read() => Names(ManifestReader.Read("-", new MemoryStream(Encoding.UTF8.GetBytes($"{Map("one")}---\n{Map("two")}")))).ShouldBe(["one", "two"]);

    [Fact]
    public void JSON_is_read_one_object_behind_the_other() => Names(folder.With("a.json", $"\n{Text("one")}\n{Text("two")} {Text("three")}").Read()).ShouldBe(["one", "two", "three"]);

    [Fact]
    public void Lists_of_lists_are_read_and_items_of_a_list_of_one_kind_need_not_say_what_they_are()
    {
        folder.With("a.yaml", """
            apiVersion: v1
            kind: List
            items:
            - {apiVersion: v1, kind: Secret, metadata: {name: one}}
            - apiVersion: v1
              kind: ConfigMapList
              metadata: {resourceVersion: ""}
              items:
              - metadata: {name: two}
              - {apiVersion: v1, kind: ConfigMap, metadata: {name: three}}
            ---
            apiVersion: example.com/v1
            kind: AllowList
            metadata: {name: four}
            spec: {items: [a]}
            """);

        folder.Read().Select(item => $"{item["apiVersion"]} {item["kind"]} {item["metadata"]!["name"]}").ShouldBe(["v1 Secret one", "v1 ConfigMap two", "v1 ConfigMap three", "example.com/v1 AllowList four"]);
    }

    [Theory]
    [InlineData("items:")]
    [InlineData("items: []")]
    public void List_of_nothing_has_no_objects(string items) => Names(folder.With("a.yaml", $"apiVersion: v1\nkind: List\n{items}\n---\n{Map("one")}").Read()).ShouldBe(["one"]);

    [Fact]
    public void Text_in_UTF_16_is_read_as_some_shells_write_it() => Names(folder.With("a.yaml", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Map("one"))]).Read()).ShouldBe(["one"]);

    private static string Map(string name) => $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\n";

    private static string Text(string name) => $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{name}}"},"data":{"a":"\ud83d\ude80\/"} }""";

    private static IEnumerable<string> Names(IEnumerable<JsonObject> objects) => objects.Select(item => item["metadata"]!["name"]!.GetValue<string>());
}
