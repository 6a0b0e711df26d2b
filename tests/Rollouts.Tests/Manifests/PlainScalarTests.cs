using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts.Manifests;

namespace SiteBuilder.Rollouts.Tests.Manifests;

/// <summary>What words without quotes mean; the table is what kubectl 1.32 makes of them.</summary>
public sealed class PlainScalarTests
{
    private static readonly (string Yaml, string Json)[] s_table =
    [
        ("yes", "true"), ("No", "false"), ("on", "true"), ("OFF", "false"), ("y", "true"), ("n", "false"), ("TRUE", "true"), ("tRue", "\"tRue\""),
        ("~", "null"), ("null", "null"), ("Null", "null"), ("nUll", "\"nUll\""), ("", "null"),
        ("0755", "493"), ("0o755", "493"), ("0o7", "7"), ("00", "0"), ("-07", "-7"), ("08", "8"), ("0_7", "7"), ("0x1F", "31"), ("-0x1F", "-31"), ("+0x1F", "31"), ("0x_1", "1"), ("0x", "\"0x\""),
        ("0b11", "3"), ("-0b11", "-3"), ("0b2", "\"0b2\""), ("1_000", "1000"), ("1__0", "10"), ("1_", "1"), ("_1", "\"_1\""), ("+5", "5"), ("-0", "0"),
        ("9007199254740993", "9007199254740993"), ("-9223372036854775808", "-9223372036854775808"), ("12345678901234567890", "12345678901234567000"), ("18446744073709551616", "18446744073709552000"),
        ("1e3", "1000"), ("1E3", "1000"), ("1e+3", "1000"), ("+1e3", "1000"), ("1.e3", "1000"), ("1e", "\"1e\""), ("e3", "\"e3\""), ("1.0", "1"), ("1.10", "1.1"), ("5.", "5"), (".5", "0.5"), ("+.5", "0.5"), ("-.5", "-0.5"),
        (".5e1", "5"), ("1._5", "1.5"), ("._5", "\"._5\""), ("12_34.5_6", "1234.56"), ("-0.0", "0"), ("0e0", "0"), ("0.1", "0.1"), ("1.5e-7", "1.5e-7"), ("1e400", "\"1e400\""), (".", "\".\""), ("--", "\"--\""),
        ("190:20:30", "\"190:20:30\""), ("1:30", "\"1:30\""), ("2001-12-14", "\"2001-12-14\""), ("2001-12-14T21:59:43Z", "\"2001-12-14T21:59:43Z\""), ("=", "\"=\""), ("<<", "\"<<\""),
        ("!!str 12", "\"12\""), ("!!str yes", "\"yes\""), ("! yes", "\"yes\""), ("'yes'", "\"yes\""), ("\"\\x41\"", "\"A\""), ("!!int \"12\"", "12"), ("!!float 1", "1"), ("!!bool yes", "true"), ("!!binary aGVsbG8=", "\"hello\""), ("!custom foo", "\"foo\""),
    ];

    public static TheoryData<string, string> Table()
    {
        var table = new TheoryData<string, string>();
        foreach (var (yaml, json) in s_table)
        {
            table.Add(yaml, json);
        }

        return table;
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Word_means_what_it_means_to_kubectl(string yaml, string json)
    {
        var problems = new List<ManifestProblem>();

        var document = new YamlReader(new ManifestText("words.yaml", $"t: {yaml}\n"), problems).Read().ShouldHaveSingleItem();

        problems.ShouldBeEmpty();
        Same(document.Root!["t"], JsonNode.Parse(json)).ShouldBeTrue($"{yaml} is {document.Root!["t"]?.ToJsonString() ?? "null"}");
    }

    [Fact]
    [Trait("Suite", "Service")]
    public async Task Kubectl_on_this_machine_reads_the_table_alike()
    {
        var documents = string.Join("---\n", s_table.Select(row => $"apiVersion: v1\nkind: Word\nmetadata: {{name: a}}\nt: {row.Yaml}\n"));

        var printed = await KubectlAsync(documents);

        JsonReader.Read(printed).Zip(s_table).Where(pair => !Same(pair.First.Root!["t"], JsonNode.Parse(pair.Second.Json))).Select(pair => $"{pair.Second.Yaml}: {pair.First.Root!["t"]?.ToJsonString()}").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(".inf")]
    [InlineData("-.Inf")]
    [InlineData(".NaN")]
    public void Numbers_that_JSON_does_not_have_are_refused(string yaml)
    {
        var problems = new List<ManifestProblem>();

        _ = new YamlReader(new ManifestText("words.yaml", $"a: 1\nt: {yaml}\n"), problems).Read();

        problems.Select(problem => problem.ToString()).ShouldBe([$"words.yaml:2: {yaml} is a number that JSON does not have: put it in quotes if it is a text"]);
    }

    /// <summary>Numbers count by their value: kubectl writes them as Go does.</summary>
    private static bool Same(JsonNode? read, JsonNode? expected) =>
        read?.GetValueKind() == JsonValueKind.Number && expected?.GetValueKind() == JsonValueKind.Number
            ? read.ToJsonString() == expected.ToJsonString() || double.Parse(read.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture).Equals(double.Parse(expected.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture))
            : JsonNode.DeepEquals(read, expected);

    private static async Task<string> KubectlAsync(string manifests)
    {
        var kubectl = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "kubectl")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(kubectl is null, "kubectl is not on PATH");
        using var process = Process.Start(new ProcessStartInfo(kubectl!, ["label", "--local", "-f", "-", "read=yes", "-o", "json"]) { RedirectStandardInput = true, RedirectStandardOutput = true, StandardInputEncoding = new UTF8Encoding(false) })!;
        await process.StandardInput.WriteAsync(manifests);
        process.StandardInput.Close();
        var printed = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0);
        return printed;
    }
}
