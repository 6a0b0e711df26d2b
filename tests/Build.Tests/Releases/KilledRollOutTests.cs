using k8s;

namespace SiteBuilder.Build.Tests.Releases;

/// <summary>A roll-out whose process is killed, at moments of its own telling: the same command finishes it, and takes off what the killed one was to take off.</summary>
[Trait("Suite", "Service")]
public sealed class KilledRollOutTests(RunningSandbox sandbox) : IClassFixture<RunningSandbox>
{
    private static readonly string[] s_moments =
    [
        "ConfigMap NAME/settings: updated",
        "Deployment NAME/web: updated",
        "Job NAME/migrate: recreated",
        "ConfigMap NAME/old: deleted",
    ];

    [Fact]
    public async Task Each_is_finished_by_the_same_command()
    {
        // each of its own release, all at once: the lock of a dead process keeps the next one waiting for a while
        await Task.WhenAll(s_moments.Select((moment, number) => KillAsync($"killed-{number}", moment)));
    }

    private async Task KillAsync(string name, string moment)
    {
        sandbox.Write($"{name}/before.yaml", Release(name, "one", "old"));
        sandbox.Write($"{name}/after.yaml", Release(name, "two", "new"));
        var before = await sandbox.RunAsync($"Apply --manifests {name}/before.yaml --release {name}");
        before.ExitCode.ShouldBe(0, before.Said);

        var after = $"Apply --manifests {name}/after.yaml --release {name}";
        await sandbox.KillAsync(after, moment.Replace("NAME", name, StringComparison.Ordinal));

        var finished = await sandbox.RunAsync(after);
        finished.ExitCode.ShouldBe(0, finished.Said);
        (await sandbox.RunAsync($"Diff --manifests {name}/after.yaml --release {name}")).ShouldSatisfyAllConditions(diff => diff.ExitCode.ShouldBe(0, diff.Said), diff => diff.Said.ShouldEndWith("\n5 unchanged"));
        (await sandbox.RunAsync($"Status --release {name}")).Said.ShouldEndWith("\n5 ready, no drift");
        using var client = new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(sandbox.Kubeconfig));
        var maps = await client.CoreV1.ListNamespacedConfigMapAsync(name, cancellationToken: TestContext.Current.CancellationToken);
        maps.Items.Where(map => map.Metadata.Name != "kube-root-ca.crt").Select(map => $"{map.Metadata.Name}={map.Data["key"]}").ShouldBe(["new=two", "settings=two"], ignoreOrder: true);
    }

    private static string Release(string name, string version, string only) => $$$"""
        apiVersion: v1
        kind: Namespace
        metadata: {name: {{{name}}}}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, namespace: {{{name}}}}
        data: {key: {{{version}}}}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: {{{only}}}, namespace: {{{name}}}}
        data: {key: {{{version}}}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: {{{name}}}}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}, annotations: {scripted.sitebuilder.dev/main: 'ready after=1s'}}
            spec: {containers: [{name: main, image: "shop/web:{{{version}}}"}]}
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {name: migrate, namespace: {{{name}}}, annotations: {sitebuilder.dev/wave: "60"}}
        spec:
          template:
            metadata: {annotations: {scripted.sitebuilder.dev/main: 'complete after=1s'}}
            spec:
              restartPolicy: Never
              containers: [{name: main, image: "shop/migrate:{{{version}}}"}]
        """;
}
