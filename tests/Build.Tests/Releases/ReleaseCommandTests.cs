using System.Text.Json;
using System.Text.RegularExpressions;

namespace SiteBuilder.Build.Tests.Releases;

/// <summary>A release of plain manifests from its first roll-out to its end, as a user types it.</summary>
[Trait("Suite", "Service")]
public sealed class ReleaseCommandTests(RunningSandbox sandbox) : IClassFixture<RunningSandbox>
{
    [Fact]
    public async Task A_release_of_plain_manifests_is_rolled_out_looked_at_taken_back_and_removed()
    {
        sandbox.Write("shop/web.yaml", """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: "shop/web:1.0"}]}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: shop}
            """);
        sandbox.Write("shop/more/settings.json", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings"},"data":{"mode":"fast"}}""");

        (await sandbox.RunAsync("Diff --manifests shop --release shop --namespace shop")).ShouldBe((2, """
            INFRelease shop:
            wave 0
              + Namespace shop
            wave 20
              + ConfigMap shop/settings
            wave 50
              + Deployment shop/web
            3 to create
            """));
        var applied = await sandbox.RunAsync("Apply --manifests shop --release shop --namespace shop");
        applied.ExitCode.ShouldBe(0, applied.Said);
        applied.Said.ShouldStartWith("INFNamespace shop: created\nINFConfigMap shop/settings: created\nINFDeployment shop/web: created\n");
        applied.Said.ShouldEndWith("INFRelease shop: 3 created (revision 1)");
        using (var report = JsonDocument.Parse(sandbox.Artifact("apply.json")))
        {
            report.RootElement.GetProperty("Rollout").GetProperty("Entries").GetArrayLength().ShouldBe(3);
        }

        (await sandbox.RunAsync("Apply --manifests shop --release shop --namespace shop")).ShouldBe((0, "INFRelease shop: nothing changed, 3 unchanged (revision 1)"));
        (await sandbox.RunAsync("Diff --manifests shop --release shop --namespace shop")).ShouldSatisfyAllConditions(diff => diff.ExitCode.ShouldBe(0), diff => diff.Said.ShouldEndWith("\n3 unchanged"));
        (await sandbox.RunAsync("Status --release shop")).ShouldBe((0, """
            INFRelease shop: revision 1, succeeded, WHEN
              ready        Namespace shop
              ready        ConfigMap shop/settings
              ready        Deployment shop/web
            3 ready, no drift
            """));

        sandbox.Write("next.yaml", File.ReadAllText(Path.Combine(sandbox.Folder, "shop", "web.yaml")).Replace("web:1.0", "web:1.1", StringComparison.Ordinal));
        (await sandbox.RunAsync("Apply --manifests - --release shop --namespace shop", "next.yaml")).Said.ShouldEndWith("INFRelease shop: 1 updated, 1 unchanged, 1 deleted (revision 2)");
        (await sandbox.RunAsync("Status --release shop")).Said.ShouldEndWith("\n2 ready, no drift");
        var back = await sandbox.RunAsync("Rollback --release shop");
        back.ExitCode.ShouldBe(0, back.Said);
        back.Said.ShouldStartWith("INFgoing back from revision 2 to revision 1, of WHEN\n");
        back.Said.ShouldEndWith("INFRelease shop: 1 created, 1 updated, 1 unchanged (revision 3)");
        // columns are as wide as what is in them
        Regex.Replace((await sandbox.RunAsync("History --release shop")).Said, @"(?<=\S) +", " ").ShouldBe("""
            INFRelease shop:
            revision when (UTC) who commit result
            3 WHEN - succeeded, back to 1
              image ~ shop/web: 1.1 -> 1.0
            2 WHEN - succeeded
              image ~ shop/web: 1.0 -> 1.1
            1 WHEN - succeeded
              image + shop/web: 1.0
            """);

        (await sandbox.RunAsync("Remove --release shop")).ShouldBe((255, "ERRRemove: Release shop would be taken off the cluster of kubeconfig ROOT/kubeconfig, and it cannot be taken back. If that is meant, add --yes shop"));
        var removed = await sandbox.RunAsync("Remove --release shop --yes shop");
        removed.ExitCode.ShouldBe(0, removed.Said);
        removed.Said.ShouldEndWith("""
            WRNNamespace shop stays: data would go with a Namespace; --consent Namespace lets it go
            INFRelease shop: 2 deleted, 1 kept
            """);
        using (var report = JsonDocument.Parse(sandbox.Artifact("remove.json")))
        {
            report.RootElement.GetProperty("Target").GetString().ShouldBe("Remove");
            report.RootElement.GetProperty("Removal").GetProperty("Entries").GetArrayLength().ShouldBe(3);
        }

        (await sandbox.RunAsync("Remove --release shop --yes shop --consent Namespace")).Said.ShouldEndWith("INFRelease shop: 1 deleted, nothing of it is left");
        (await sandbox.RunAsync("Remove --release shop --yes shop")).ShouldSatisfyAllConditions(again => again.ExitCode.ShouldBe(0), again => again.Said.ShouldStartWith("INFRelease shop: nothing is there; releases of the cluster: "));
        (await sandbox.RunAsync("Status --release shop")).ExitCode.ShouldBe(255);
    }

    [Fact]
    public async Task A_failed_roll_out_ends_with_the_whole_story_and_is_taken_back_where_that_is_asked_for()
    {
        sandbox.Write("good.yaml", Bad("ready"));
        sandbox.Write("bad.yaml", Bad("crash exit=3 log=\"no such column\""));
        (await sandbox.RunAsync("Apply --manifests good.yaml --release bad --namespace default")).ExitCode.ShouldBe(0);

        var failed = await sandbox.RunAsync("Apply --manifests bad.yaml --release bad --namespace default --rollback-on-failure --deadline 2m");

        failed.ExitCode.ShouldBe(255);
        failed.Said.ShouldContain("ERRApply failed at Deployment default/bad: pod bad-");
        failed.Said.ShouldContain("\n  log:\n    | no such column\n");
        failed.Said.ShouldContain("\n  taken back:\n    - Deployment default/bad: updated as in revision 1\n");
        using var report = JsonDocument.Parse(sandbox.Artifact("apply.json"));
        report.RootElement.GetProperty("Error").GetString()!.ShouldStartWith("Apply failed at Deployment default/bad: pod bad-");
        report.RootElement.GetProperty("Rollout").GetProperty("TakenBack").GetArrayLength().ShouldBe(1);
        using var cause = JsonDocument.Parse(sandbox.Artifact("failure.json"));
        string? Cause(string field) => cause.RootElement.GetProperty(field).ToString();
        (Cause("Release"), Cause("Object"), Cause("Rule"), Cause("Container"), Cause("ExitCode"), Cause("Log")).ShouldBe(("bad", "Deployment default/bad", "crash-loop", "main", "3", "[\n    \"no such column\"\n  ]"));

        static string Bad(string script) => $$$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: bad}
            spec:
              selector: {matchLabels: {app: bad}}
              template:
                metadata: {labels: {app: bad}, annotations: {scripted.sitebuilder.dev/main: '{{{script}}}'}}
                spec: {containers: [{name: main, image: "shop/web:1.0"}]}
            """;
    }

    [Fact]
    public async Task A_saved_plan_is_done_as_it_is_or_refused_with_what_has_moved()
    {
        sandbox.Write("kept/one.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: kept}\ndata: {key: one}\n");
        (await sandbox.RunAsync("Diff --manifests kept --release kept --save-plan kept.json")).ExitCode.ShouldBe(2);
        var done = await sandbox.RunAsync("Apply --manifests kept --release kept --from-plan kept.json");
        done.ShouldSatisfyAllConditions(r => r.ExitCode.ShouldBe(0, r.Said), r => r.Said.ShouldEndWith("INFRelease kept: 1 created (revision 1)"));

        var moved = await sandbox.RunAsync("Apply --manifests kept --release kept --from-plan kept.json");

        moved.ExitCode.ShouldBe(255);
        moved.Said.ShouldContain("ConfigMap default/kept: was made since the plan; make a new plan with Diff --save-plan");
    }

    [Theory]
    [InlineData("Apply", "Target 'Apply' needs --manifests: give it on the command line, as environment variable NUKE_MANIFESTS or in .nuke/parameters.json.")]
    [InlineData("Apply --manifests one.yaml", "Target 'Apply' needs --release: give it on the command line, as environment variable NUKE_RELEASE or in .nuke/parameters.json.")]
    [InlineData("Apply --manifests absent --release one", "Apply: There is no file or folder absent to read manifests from.")]
    [InlineData("Apply --env local --manifests absent --release one", "Apply: There is no file or folder absent to read manifests from.")]
    [InlineData("Apply --manifests https://example.com/one.yaml --release one", "Apply: Manifests are read from files, folders and standard input, not from an address: curl -fsSL https://example.com/one.yaml | ./build.sh Apply --manifests - ...")]
    [InlineData("Apply --manifests one.yaml --release One", "Apply: Bad value 'One' for option '--release'. Accepted: up to 50 small letters, digits and dashes, beginning and ending with a letter or digit.")]
    [InlineData("Apply --manifests one.yaml --release local", "Apply: 'local' is an environment of deploy/environments, and its release is the whole platform: use --env local for that, and another --release for manifests of your own.")]
    [InlineData("Apply --manifests one.yaml --release one --deadline soon", "Apply: Bad value 'soon' for option '--deadline'. Accepted: a duration from 1s to 24h, such as 90s or 1h30m.")]
    [InlineData("Diff --release one", "Diff: --release one needs --manifests: the file or folder that it is made of, or - for standard input.")]
    [InlineData("Diff --manifests one.yaml", "Diff: --manifests needs --release NAME: the name under which these objects are known to the cluster from now on.")]
    [InlineData("Apply --manifests twice.yaml --release one", "Apply: 1 problem in the manifests of twice.yaml:\n  twice.yaml:5: key name stands twice in one mapping: remove one of them")]
    [InlineData("Apply --manifests - --release one", "Apply: The manifests of standard input hold no object: every document is empty. An empty release is refused, because it would take off all that the release has.")]
    [InlineData("Remove --release one --yes two", "Remove: Release one would be taken off the cluster of kubeconfig ROOT/kubeconfig, and --yes says 'two'. If that is meant, add --yes one")]
    [InlineData("Rollback --release one --to first", "Bad value 'first' for option '--to'. Accepted: a whole number.")]
    [InlineData("Remove --release one --consent Volumes", "Bad value 'Volumes' for option '--consent'. Accepted: Namespace, PersistentVolumeClaim, PersistentVolume, CustomResourceDefinition, Secret.")]
    public async Task A_mistake_is_told_in_one_text(string line, string error)
    {
        sandbox.Write("one.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\n");
        sandbox.Write("twice.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\n  name: two\n");

        var (exitCode, said) = await sandbox.RunAsync(line);

        exitCode.ShouldBe(255, said);
        said.TrimEnd('\n').Replace("ERR", "", StringComparison.Ordinal).ShouldBe(error);
    }

    [Fact]
    public async Task Rollback_to_nowhere_says_what_there_is()
    {
        sandbox.Write("only.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: only}\n");
        (await sandbox.RunAsync("Apply --manifests only.yaml --release only")).ExitCode.ShouldBe(0);

        (await sandbox.RunAsync("Rollback --release only")).ShouldBe((255, "ERRRollback failed at release only: there is no good revision before revision 1\n  remedy: name one with --to; good revisions: 1"));
        (await sandbox.RunAsync("Rollback --release only --to 5")).ShouldBe((255, "ERRRollback failed at release only: there is no revision 5\n  remedy: name one with --to; good revisions: 1"));
    }

    [Fact]
    public async Task With_an_environment_it_is_that_environments_release_or_cluster_which_is_checked_first()
    {
        const string context = "--kube-context build-tests";
        sandbox.Write("in-staging.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: in-staging}\n");

        (await sandbox.RunAsync($"Status --env staging {context}")).Said.ShouldContain("ERRStatus failed at release staging: the cluster has no such release");
        (await sandbox.RunAsync($"Rollback --env staging {context}")).Said.ShouldContain("ERRRollback failed at release staging: no revision is recorded");
        (await sandbox.RunAsync($"Remove --env staging {context}")).Said.ShouldEndWith("and it cannot be taken back. If that is meant, add --yes staging");
        (await sandbox.RunAsync($"Remove --env staging {context} --yes staging")).Said.ShouldContain("INFEnvironment staging: nothing is there; releases of the cluster: ");
        (await sandbox.RunAsync($"Status --env staging {context} --deadline 5m")).Said.ShouldEndWith("ERRStatus: --deadline is for plain manifests, with --release; of environment staging, it says gates.rollout.deadline in its file.");
        (await sandbox.RunAsync($"Apply --env staging {context} --manifests in-staging.yaml --release in-staging")).Said.ShouldEndWith("INFRelease in-staging: 1 created (revision 1)");
        var wrong = await sandbox.RunAsync($"Remove --env production {context} --release in-staging --yes in-staging");
        wrong.ExitCode.ShouldBe(255);
        wrong.Said.ShouldContain("the cluster is \"sitebuilder-staging\", the environment expects \"sitebuilder-production\"");
    }
}
