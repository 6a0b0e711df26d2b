using SiteBuilder.Sandbox.Network;
using SiteBuilder.Sandbox.Tests.Controllers;

namespace SiteBuilder.Sandbox.Tests.Network;

public sealed class IngressRoutesTests
{
    [Theory]
    [InlineData("shop.test", "/", "root")]
    [InlineData("shop.test", "/cart", "cart")]
    [InlineData("shop.test", "/cart/1", "cart")]
    [InlineData("shop.test", "/cartoon", "root")]
    [InlineData("shop.test", "/health", "health")]
    [InlineData("shop.test", "/health/live", "root")]
    [InlineData("SHOP.test", "/", "root")]
    [InlineData("a.brands.test", "/x", "brands")]
    [InlineData("a.b.brands.test", "/x", "fallback")]
    [InlineData("brands.test", "/", "fallback")]
    [InlineData("other.test", "/", "fallback")]
    public async Task Most_exact_rule_takes_the_request(string host, string path, string service)
    {
        await using TestCluster cluster = new();
        cluster.Create("""
            apiVersion: networking.k8s.io/v1
            kind: Ingress
            metadata: {name: i}
            spec:
              defaultBackend: {service: {name: fallback, port: {number: 80}}}
              rules:
              - host: '*.brands.test'
                http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: brands, port: {number: 80}}}}]}
              - host: shop.test
                http:
                  paths:
                  - {path: /, pathType: Prefix, backend: {service: {name: root, port: {number: 80}}}}
                  - {path: /cart, pathType: Prefix, backend: {service: {name: cart, port: {number: 80}}}}
                  - {path: /health, pathType: Exact, backend: {service: {name: health, port: {number: 80}}}}
            """);
        IngressRoutes.Of(cluster.State).Find(host, path)!.Service.ShouldBe(service);
    }
}
