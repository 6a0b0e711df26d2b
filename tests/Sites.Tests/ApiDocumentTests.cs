using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SiteBuilder.Tests.Fixtures;

namespace SiteBuilder.Sites.Tests;

[Trait("Suite", "Service")]
public sealed class ApiDocumentTests(PostgresServer postgres) : SitesTest(postgres)
{
    [Fact]
    public async Task The_document_says_of_every_operation_what_it_does_and_answers()
    {
        var document = await JsonAsync(await Visitor().GetAsync("/api/sites/openapi.json"));
        document["openapi"]!.GetValue<string>().ShouldStartWith("3.");
        var operations = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => (Name: $"{operation.Key.ToUpperInvariant()} {path.Key}", Operation: operation.Value!))).ToList();
        operations.Select(operation => operation.Name).Order(StringComparer.Ordinal).ShouldBe(Served().Order(StringComparer.Ordinal));
        operations.Where(operation => operation.Operation["summary"] is null || operation.Operation["responses"]!.AsObject().Count < 1)
            .Select(operation => operation.Name).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_document_tells_the_fields_of_a_page_and_of_every_type_of_block()
    {
        var document = await JsonAsync(await Visitor().GetAsync("/api/sites/openapi.json"));
        var body = document["paths"]!["/api/sites/{site}/pages/{slug}"]!["put"]!["requestBody"]!["content"]!["application/json"]!["schema"]!;
        body["$ref"]!.GetValue<string>().ShouldBe("#/components/schemas/PageContent");
        var schemas = document["components"]!["schemas"]!.AsObject();
        schemas["PageContent"]!["properties"]!.AsObject().Select(field => field.Key).ShouldBe(["title", "blocks"]);
        schemas["Block"]!["discriminator"]!["mapping"]!.AsObject().Select(type => type.Key).Order(StringComparer.Ordinal)
            .ShouldBe(["button", "columns", "form", "gallery", "heading", "image", "richtext", "text"]);
        document["components"]!["securitySchemes"]!["bearer"]!["scheme"]!.GetValue<string>().ShouldBe("bearer");
    }

    private IEnumerable<string> Served() => Sites.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) && !endpoint.RoutePattern.RawText.EndsWith("openapi.json", StringComparison.Ordinal))
        .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
            .Select(method => $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/').Replace(":int", "", StringComparison.Ordinal)}"));
}
