using System.Text;
using SiteBuilder.Delivery.Rollouts.Manifests;
using SiteBuilder.Delivery.Tools;

namespace SiteBuilder.Rollouts.Tests.Manifests;

/// <summary>What is wrong with manifests is said before anything is done, all of it at once, with file and line.</summary>
public sealed class ManifestProblemTests : IDisposable
{
    private const string One = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n";

    private readonly ManifestFolder folder = new();

    /// <summary>A file, and the one problem it has.</summary>
    public static TheoryData<string, string> Wrong => new()
    {
        { One + "data:\n  a: b\n  c: d\n  a: e\n", "DIR/a.yaml:7: key a stands twice in one mapping: remove one of them" },
        { One + "data:\n  yes: b\n  on: e\n", "DIR/a.yaml:6: key true stands twice in one mapping: remove one of them" },
        { One + "data:\n  ~: b\n", "DIR/a.yaml:5: a key is empty or null: put it in quotes, or remove it" },
        { One + "x: *nowhere\n", "DIR/a.yaml:4: this is no YAML: there is no anchor &nowhere before this in its document" },
        { One + "x: &x [*x]\n", "DIR/a.yaml:4: this is no YAML: anchor &x contains itself" },
        { One + "x: &x {a: b}\n---\n" + One.Replace("one", "two", StringComparison.Ordinal) + "y: *x\n", "DIR/a.yaml:9: this is no YAML: there is no anchor &x before this in its document" },
        { One + "x: {<<: 5}\n", "DIR/a.yaml:4: << takes a mapping or a list of mappings" },
        { One + "x: &x {a: b}\ny:\n  a: c\n  <<: *x\n", "DIR/a.yaml:7: key a stands before a << that brings another value, and programs disagree which one counts: put << first" },
        { One + "x: {[a]: b}\n", "DIR/a.yaml:4: this is no YAML: a key must be a single word or text" },
        { One + "x: !!int no\n", "DIR/a.yaml:4: \"no\" is not what its tag !!int says" },
        { "- a\n- b\n", "DIR/a.yaml:1: expected an object with apiVersion, kind and metadata, found a list (put its objects into documents of their own, with --- between them)" },
        { "# a\n\nhello\n", "DIR/a.yaml:3: expected an object with apiVersion, kind and metadata, found the text \"hello\"" },
        { "replicas: 1\nimage: web\n", "DIR/a.yaml:1: an object needs apiVersion, a text; this one has the keys replicas, image\n  DIR/a.yaml:1: an object needs kind, a text; this one has the keys replicas, image\n  DIR/a.yaml:1: the object has no metadata" },
        { "kind: ConfigMap\napiVersion: 1\nmetadata: {name: a}\n", "DIR/a.yaml:1: an object needs apiVersion, a text; this one has the keys kind, apiVersion, metadata" },
        { "apiVersion: v1\nkind: ConfigMap\nmetadata: {labels: {a: b}}\n", "DIR/a.yaml:1: ConfigMap has no metadata.name" },
        { "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: 12}\n", "DIR/a.yaml:1: metadata.name is the number 12 and must be a text: put it in quotes" },
        { "---\napiVersion: batch/v1\nkind: Job\nmetadata: {generateName: a-}\n", "DIR/a.yaml:2: Job has generateName, which makes another object at every run that no later run could find again: give it metadata.name" },
        { "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  labels:\n    version: 1.0\n", "DIR/a.yaml:6: ConfigMap a: metadata.labels.version is the number 1, and the API server takes nothing but a text there: put it in quotes" },
        { One + "data:\n  debug: on\n", "DIR/a.yaml:5: ConfigMap one: data.debug is the boolean true, and the API server takes nothing but a text there: put it in quotes" },
        { "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  annotations:\n    sitebuilder.dev/wave: early\n", "DIR/a.yaml:6: ConfigMap a: annotation sitebuilder.dev/wave is \"early\", expected a whole number in quotes, such as \"45\"" },
        { "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  annotations:\n    sitebuilder.dev/wave: 45\n", "DIR/a.yaml:6: ConfigMap a: metadata.annotations.sitebuilder.dev/wave is the number 45, and the API server takes nothing but a text there: put it in quotes" },
        { "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n", "DIR/a.yaml:1: this is a kustomization, not an object: kubectl kustomize FOLDER | ./build.sh Apply --manifests - ..." },
        { "apiVersion: v2\nname: web\nversion: 1.0.0\n", "DIR/a.yaml:1: this is the description of a Helm chart, not an object: helm template NAME FOLDER | ./build.sh Apply --manifests - ..." },
        { One + "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\n", "DIR/a.yaml:5: ConfigMap one stands at DIR/a.yaml:1 already" },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Mistake_is_named_with_file_and_line(string text, string problem)
    {
        var count = problem.Split('\n').Length;

        folder.With("a.yaml", text).Refused().ShouldBe($"{count} problem{(count == 1 ? "" : "s")} in the manifests of DIR:\n  {problem}");
    }

    [Theory]
    [InlineData("a: [b\nc: d\n")]
    [InlineData("a: {b: c\n")]
    [InlineData("a: b\n  c: d\n")]
    [InlineData("a: b\n\tc: d\n")]
    [InlineData("\ta: b\n")]
    [InlineData("a: 'b\n")]
    [InlineData("a: \"\\q\"\n")]
    [InlineData("{{ if .Values.a }}\na: b\n{{ end }}\n")]
    [InlineData("a: @b\n")]
    [InlineData("a: !<\n")]
    [InlineData("a: b\n]\n")]
    public void What_is_no_YAML_is_refused_with_file_and_line(string text) =>
        folder.With("a.yaml", text).Refused().ShouldMatch(@"^1 problem in the manifests of DIR:\n  DIR/a\.yaml:[1-9]\d*: this is no YAML: \S.*$");

    [Fact]
    public void Every_problem_of_every_file_is_in_one_list()
    {
        folder.With("a.yaml", One + "data: {a: b, a: c}\nx: .inf\n").With("b/c.json", "{\n  \"apiVersion\": \"v1\",\n  \"kind\" \"ConfigMap\"\n}").With("d.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {}\n").With("e.yaml", One);

        folder.Refused().ShouldBe("""
            5 problems in the manifests of DIR:
              DIR/a.yaml:4: key a stands twice in one mapping: remove one of them
              DIR/a.yaml:5: .inf is a number that JSON does not have: put it in quotes if it is a text
              DIR/b/c.json:3: this is no JSON: '"' is invalid after a property name. Expected a ':'.
              DIR/d.yaml:1: Secret has no metadata.name
              DIR/e.yaml:1: ConfigMap one stands at DIR/a.yaml:1 already
            """);
    }

    [Fact]
    public void Variables_of_containers_and_labels_of_pods_are_texts()
    {
        folder.With("a.yaml", """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec:
              selector: {matchLabels: {app: 1}}
              template:
                metadata: {annotations: {prometheus.io/scrape: true}}
                spec:
                  containers:
                  - name: web
                    env:
                    - {name: PORT, value: 8080}
                    - {name: EMPTY, value: }
            """);

        folder.Refused().ShouldBe("""
            3 problems in the manifests of DIR:
              DIR/a.yaml:5: Deployment shop/web: spec.selector.matchLabels.app is the number 1, and the API server takes nothing but a text there: put it in quotes
              DIR/a.yaml:7: Deployment shop/web: spec.template.metadata.annotations.prometheus.io/scrape is the boolean true, and the API server takes nothing but a text there: put it in quotes
              DIR/a.yaml:12: Deployment shop/web: spec.template.spec.containers[web].env[PORT].value is the number 8080, and the API server takes nothing but a text there: put it in quotes
            """);
    }

    [Fact]
    public void Key_twice_in_JSON_is_refused() => folder.With("a.json", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","name":"b"}}""").Refused().ShouldStartWith("1 problem in the manifests of DIR:\n  DIR/a.json:1: this is no JSON: ");

    [Fact]
    public void Aliases_that_blow_up_are_refused()
    {
        var levels = string.Join('\n', Enumerable.Range(1, 8).Select(level => $"a{level}: &a{level} [{string.Join(',', Enumerable.Repeat($"*a{level - 1}", 10))}]"));

        folder.With("a.yaml", $"a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n{levels}\n").Refused().ShouldContain("this is no YAML: its aliases blow it up to more than 1000000 values");
    }

    [Fact]
    public void Depth_without_end_is_refused() => folder.With("a.yaml", $"a: {new string('[', 5000)}{new string(']', 5000)}\n").Refused().ShouldContain("this is no YAML: ");

    [Fact]
    public void Bytes_that_are_no_text_are_refused() => folder.With("a.yaml", [0x61, 0x3a, 0x20, 0xff, 0xfe, 0xfd]).Refused().ShouldBe("DIR/a.yaml is no text in UTF-8: save it as UTF-8, or take it out of the manifests.");

    [Fact]
    public void Bytes_on_standard_input_that_are_no_text_are_refused() =>
        Should.Throw<UsageException>(() => ManifestReader.Read("-", new MemoryStream([.. Encoding.UTF8.GetBytes(One + "data: {a: "), 0xff, 0x7d]))).Message.ShouldBe("standard input is no text in UTF-8: save it as UTF-8, or take it out of the manifests.");

    [Fact]
    public void Nothing_found_is_refused()
    {
        folder.With("README.md", "").Refused().ShouldBe("Folder DIR has no manifests: no file in it or below it ends in .yaml, .yml or .json.");
        folder.Refused("absent").ShouldBe("There is no file or folder DIR/absent to read manifests from.");
        folder.With("a.yaml", "---\n# nothing\n---\n").Refused().ShouldBe("The manifests of DIR hold no object: every document is empty. An empty release is refused, because it would take off all that the release has.");
    }
}
