using System.Net.NetworkInformation;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Images.Dockerfiles;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Tests.Support;
using SiteBuilder.Manifests;
using SiteBuilder.Model.Environments;
using SiteBuilder.Model.Images;
using SiteBuilder.Model.Tables;
using SiteBuilder.Sandbox.Hosting;

namespace SiteBuilder.Waf.Tests;

/// <summary>The hop as it is deployed: rendered objects, rolled out by the engine into a sandbox on Docker Engine, asked through the ingress.</summary>
[Trait("Suite", "Service")]
public class WafRolloutTests
{
    private const string Host = "acme.localhost";
    private const string Said = "host=$http_host for=$http_x_forwarded_for uri=$request_uri";
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_the_ingress_to_the_service_with_host_and_client_and_no_request_lost_when_it_is_replaced()
    {
        using var engine = await TestEngine.ConnectOrSkipAsync();
        using var folder = new TemporaryFolder();
        var image = await new EngineImages(engine, folder.Path).EnsureAsync("waf", await RepositoryImages.LayoutAsync("waf"), Cancellation);
        var number = Enumerable.Range(100, 150).First(free => !NetworkInterface.GetAllNetworkInterfaces().SelectMany(face => face.GetIPProperties().UnicastAddresses).Any(own => own.Address.ToString().StartsWith($"10.{free}.", StringComparison.Ordinal)));
        var options = new SandboxOptions { Name = $"waf{Environment.ProcessId}", DataDirectory = folder.At("data"), ApiPort = 0, IngressPort = 0, PodCidr = $"10.{number}.66.0/24", ServiceCidr = $"10.{number}.67.0/24" };
        await using var sandbox = new OwnSandbox(await SandboxHost.StartAsync(options, TimeProvider.System, Cancellation), options);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{sandbox.IngressPort}") };

        (await RollOutAsync(sandbox, image, WafMode.Blocking)).Changed.ShouldBeTrue();

        var (status, text) = await AskAsync(client, "/learn?q=a%20b");
        status.ShouldBe(200, text);
        text.ShouldStartWith($"host={Host} for=127.0.0.1 uri=/learn?q=a%20b");
        (await AskAsync(client, "/?q=1%27%20or%20%271%27=%271")).Status.ShouldBe(403);

        using var stop = new CancellationTokenSource();
        var asking = KeepAskingAsync(client, stop.Token);
        (await RollOutAsync(sandbox, image, WafMode.Detection)).Changed.ShouldBeTrue();
        (await AskAsync(client, "/?q=1%27%20or%20%271%27=%271")).Status.ShouldBe(200);
        await stop.CancelAsync();
        var (asked, lost) = await asking;
        asked.ShouldBeGreaterThan(20);
        lost.ShouldBe(0);
    }

    private static async Task<(int Asked, int Lost)> KeepAskingAsync(HttpClient client, CancellationToken stop)
    {
        var (asked, lost) = (0, 0);
        while (!stop.IsCancellationRequested)
        {
            asked++;
            lost += (await AskAsync(client, "/")).Status == 200 ? 0 : 1;
            await Task.Delay(50, CancellationToken.None);
        }

        return (asked, lost);
    }

    private static async Task<(int Status, string Text)> AskAsync(HttpClient client, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = Host } };
        request.Headers.UserAgent.ParseAdd("test/1");
        request.Headers.Accept.ParseAdd("*/*");
        using var answer = await client.SendAsync(request, Cancellation);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static Task<RolloutResult> RollOutAsync(OwnSandbox sandbox, string image, WafMode mode)
    {
        var environment = EnvironmentFiles.Load(Path.Combine(Repository.Root, "deploy", "environments"), "local") with { Waf = new WafSettings { Mode = mode } };
        var review = PlatformManifests.ReviewLock(environment);
        var objects = PlatformManifests.Render(environment, new ImageLock(review.References.SetItem(ServiceTable.Waf.Image, image)));
        return new Rollout(TimeProvider.System).RunAsync(
            new RolloutRequest
            {
                Release = "waf",
                Objects = [.. objects.Where(IsOfWaf), .. Storefront(image)],
                KubeconfigPath = sandbox.Kubeconfig,
                Origin = new RolloutOrigin("tester", "0123abc", null),
            },
            null,
            Cancellation);
    }

    /// <summary>The firewall's own objects, and the authority that it trusts.</summary>
    private static bool IsOfWaf(JsonObject item)
    {
        var (kind, name, ns) = (item["kind"]!.ToString(), item["metadata"]!["name"]!.ToString(), item["metadata"]!["namespace"]?.ToString());
        return kind == "Namespace" ? name is "frontend" or "authority"
            : ns == "authority" ? kind == "Secret"
            : ns == "frontend" && (name == "waf" || name.StartsWith("waf-", StringComparison.Ordinal) || (kind == "Secret" && name.StartsWith("platform-trust-", StringComparison.Ordinal)));
    }

    /// <summary>A service in the place of Storefront that says how it was asked.</summary>
    private static IEnumerable<JsonObject> Storefront(string image) => ((string[])
    [
        """
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"storefront","namespace":"frontend"},
         "spec":{"selector":{"app":"storefront"},"ports":[{"port":80,"targetPort":8080}]}}
        """,
        $$$"""
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"storefront","namespace":"frontend"},
         "data":{"nginx.conf":"pid /tmp/n.pid; daemon off; error_log stderr; events {} http { access_log off; client_body_temp_path /tmp/a; proxy_temp_path /tmp/b; fastcgi_temp_path /tmp/c; uwsgi_temp_path /tmp/d; scgi_temp_path /tmp/e; server { listen 8080; return 200 '{{{Said}}}'; } }"}}
        """,
        $$$$$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"storefront","namespace":"frontend"},
         "spec":{"replicas":1,"selector":{"matchLabels":{"app":"storefront"}},"template":{"metadata":{"labels":{"app":"storefront"}},"spec":{
           "securityContext":{"runAsNonRoot":true,"runAsUser":10004,"seccompProfile":{"type":"RuntimeDefault"}},
           "containers":[{"name":"nginx","image":"{{{{{image}}}}}","command":["nginx","-e","stderr","-c","/etc/own/nginx.conf"],"ports":[{"containerPort":8080}],
             "readinessProbe":{"tcpSocket":{"port":8080},"periodSeconds":1},
             "securityContext":{"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]}},
             "volumeMounts":[{"name":"own","mountPath":"/etc/own"}]}],
           "volumes":[{"name":"own","configMap":{"name":"storefront"}}]}}}}
        """,
    ]).Select(text => JsonNode.Parse(text)!.AsObject());
}
