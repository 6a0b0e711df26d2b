using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Media.Tests;

[Trait("Suite", "Service")]
public sealed class ApiDocumentTests(ObjectStorageServer storage) : MediaTest(storage)
{
    [Fact]
    public async Task The_document_says_of_every_operation_what_it_does_and_answers()
    {
        var document = await JsonAsync(await Visitor().GetAsync("/api/media/openapi.json"));
        var operations = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => (Name: $"{operation.Key.ToUpperInvariant()} {path.Key}", Operation: operation.Value!))).ToList();
        operations.Select(operation => operation.Name).Order(StringComparer.Ordinal).ShouldBe(Served().Order(StringComparer.Ordinal));
        operations.ShouldAllBe(operation => operation.Operation["summary"] != null);
        document["paths"]!["/api/media/uploads"]!["post"]!["requestBody"]!["content"]!.AsObject().Select(type => type.Key).ShouldBe(["application/json"]);
        document["components"]!["schemas"]!["MediaView"]!["properties"]!.AsObject().Select(field => field.Key)
            .ShouldBe(["id", "url", "type", "bytes", "uploadedAt", "name", "width", "height", "variants"]);
    }

    private IEnumerable<string> Served() => Media.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) && !endpoint.RoutePattern.RawText.EndsWith("openapi.json", StringComparison.Ordinal))
        .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
            .Select(method => $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/').Replace(":guid", "", StringComparison.Ordinal)}"));
}
