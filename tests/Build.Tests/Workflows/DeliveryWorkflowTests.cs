using System.Text.RegularExpressions;
using SiteBuilder.Workflows;
using YamlDotNet.RepresentationModel;

namespace SiteBuilder.Build.Tests.Workflows;

/// <summary>The workflow of GitHub Actions, read back as YAML.</summary>
public sealed partial class DeliveryWorkflowTests
{
    private readonly string text = Text(new DeliveryWorkflowAttribute("delivery"));

    private YamlMappingNode Workflow
    {
        get
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return (YamlMappingNode)stream.Documents[0].RootNode;
        }
    }

    [Fact]
    public void Pushes_and_pull_requests_are_tested_with_a_token_that_can_only_read()
    {
        Workflow["on"].ToString().ShouldBe("[ push, pull_request ]");
        Workflow["permissions"].ToString().ShouldBe("{ { contents, read } }");
        Commands("test").ShouldBe(["./build.sh Test --bootstrap"]);
    }

    [Fact]
    public void Only_pushes_to_the_main_branch_are_deployed_and_only_after_the_tests()
    {
        var deploy = Workflow["jobs"]["deploy"];

        deploy["needs"].ToString().ShouldBe("test");
        deploy["if"].ToString().ShouldBe("github.event_name == 'push' && github.ref == 'refs/heads/main'");
        deploy["environment"].ToString().ShouldBe("staging");
        deploy["concurrency"]["cancel-in-progress"].ToString().ShouldBe("false");
        Commands("deploy").Single().Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]
            .ShouldBe("./build.sh Deploy --env staging --bootstrap --kubeconfig \"$RUNNER_TEMP/kubeconfig\"");
    }

    [Fact]
    public void Every_action_is_fixed_to_a_commit()
    {
        var uses = text.Split('\n').Select(x => x.Trim()).Where(x => x.Contains("uses:", StringComparison.Ordinal)).ToList();

        uses.Count.ShouldBe(8);
        uses.ShouldAllBe(x => Pinned().IsMatch(x));
    }

    [Fact]
    public void No_secret_is_part_of_a_command()
    {
        Commands("deploy").Concat(Commands("test")).ShouldAllBe(x => !x.Contains("${{", StringComparison.Ordinal));
    }

    private static string Text(DeliveryWorkflowAttribute attribute)
    {
        using var stream = new MemoryStream();
        using (var writer = new StreamWriter(stream) { NewLine = "\n" })
            attribute.GetConfiguration([]).Write(attribute.CreateWriter(writer));
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private IEnumerable<string> Commands(string job) => ((YamlSequenceNode)Workflow["jobs"][job]["steps"])
        .Cast<YamlMappingNode>()
        .Where(x => x.Children.ContainsKey("run"))
        .Select(x => x["run"].ToString());

    [GeneratedRegex(@"^- uses: actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();
}
