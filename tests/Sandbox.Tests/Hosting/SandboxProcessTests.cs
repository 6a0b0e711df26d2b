using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using SiteBuilder.Sandbox.Controllers;
using SiteBuilder.Sandbox.Tests.Controllers;

namespace SiteBuilder.Sandbox.Tests.Hosting;

/// <summary>The sandbox as the process that it is for its users.</summary>
[Trait("Suite", "Service")]
public sealed class SandboxProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sandbox-process");

    [Fact]
    public async Task Killed_while_many_write_it_has_kept_all_that_it_acknowledged()
    {
        ConcurrentDictionary<string, string> acknowledged = [];
        using (Process process = await StartAsync("one"))
        using (HttpClient client = Client("one"))
        {
            Task[] writers = [.. Enumerable.Range(0, 8).Select(writer => WriteAsync(client, writer, acknowledged))];
            while (acknowledged.Count < 200)
            {
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }

            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            await Task.WhenAll(writers);
        }

        using Process again = await StartAsync("one");
        try
        {
            using HttpClient client = Client("one");
            JsonObject list = JsonNode.Parse(await client.GetStringAsync("api/v1/namespaces/default/configmaps", TestContext.Current.CancellationToken))!.AsObject();
            Dictionary<string, string> kept = list["items"]!.AsArray().ToDictionary(item => item!.Text("metadata", "name")!, item => item!.Text("metadata", "uid")!);
            acknowledged.Where(one => kept.GetValueOrDefault(one.Key) != one.Value).ShouldBeEmpty();
            long last = long.Parse(list.Text("metadata", "resourceVersion")!, CultureInfo.InvariantCulture);
            list["items"]!.AsArray().Max(item => long.Parse(item!.Text("metadata", "resourceVersion")!, CultureInfo.InvariantCulture)).ShouldBeLessThanOrEqualTo(last);
        }
        finally
        {
            await EndAsync(again);
        }
    }

    [Fact]
    public async Task Two_run_beside_each_other_and_neither_sees_the_other()
    {
        using Process first = await StartAsync("one");
        using Process second = await StartAsync("two");
        try
        {
            using HttpClient one = Client("one");
            using HttpClient two = Client("two");
            (await CreateAsync(one, "only-in-one")).StatusCode.ShouldBe(HttpStatusCode.Created);
            (await two.GetAsync(new Uri("api/v1/namespaces/default/configmaps/only-in-one", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            await EndAsync(first);
            (await CreateAsync(two, "still-there")).StatusCode.ShouldBe(HttpStatusCode.Created);
        }
        finally
        {
            await EndAsync(first);
            await EndAsync(second);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Kubeconfig(string name) => Path.Combine(_folder.FullName, name, "kubeconfig");

    private async Task<Process> StartAsync(string name)
    {
        string ready = Path.Combine(_folder.FullName, name, "ready.json");
        File.Delete(Directory.CreateDirectory(Path.GetDirectoryName(ready)!).FullName + "/ready.json");
        Process process = Process.Start(
            "dotnet",
            [
                typeof(SandboxException).Assembly.Location, "run", "--name", name, "--data", Path.Combine(_folder.FullName, name, "data"), "--kubeconfig", Kubeconfig(name),
                "--api-port", "0", "--ingress-port", "0", "--runtime", "scripted", "--ready-file", ready,
            ]);
        long start = Stopwatch.GetTimestamp();
        while (!File.Exists(ready))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(start) > Patience)
            {
                throw new ShouldAssertException($"sandbox {name} was not ready in {Patience.TotalSeconds} s");
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        return process;
    }

    private static async Task EndAsync(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync(CancellationToken.None);
    }

    private HttpClient Client(string name)
    {
        JsonObject kubeconfig = TestCluster.Yaml(File.ReadAllText(Kubeconfig(name)));
        JsonNode user = kubeconfig["users"]![0]!["user"]!;
        JsonNode cluster = kubeconfig["clusters"]![0]!["cluster"]!;
        X509Certificate2 authority = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(cluster.Text("certificate-authority-data")!));
        HttpClientHandler handler = new() { ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate!.Issuer == authority.Subject };
        return new HttpClient(handler) { BaseAddress = new Uri(cluster.Text("server")! + "/"), DefaultRequestHeaders = { Authorization = new("Bearer", user.Text("token")) } };
    }

    private static async Task WriteAsync(HttpClient client, int writer, ConcurrentDictionary<string, string> acknowledged)
    {
        try
        {
            for (int i = 0; ; i++)
            {
                using HttpResponseMessage answer = await CreateAsync(client, $"c-{writer}-{i}");
                JsonObject created = JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject();
                acknowledged[created.Text("metadata", "name")!] = created.Text("metadata", "uid")!;
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // the server was killed, as it is meant to be
        }
    }

    private static async Task<HttpResponseMessage> CreateAsync(HttpClient client, string name)
    {
        using StringContent body = new($$$"""{"metadata":{"name":"{{{name}}}"},"data":{"text":"{{{RandomNumberGenerator.GetHexString(200)}}}"}}""", Encoding.UTF8, "application/json");
        return await client.PostAsync(new Uri("api/v1/namespaces/default/configmaps", UriKind.Relative), body, TestContext.Current.CancellationToken);
    }
}
