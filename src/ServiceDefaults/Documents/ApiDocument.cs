using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace SiteBuilder.ServiceDefaults.Documents;

/// <summary>The OpenAPI document of a service, made from its endpoints when somebody asks for it.</summary>
public static class ApiDocument
{
    /// <summary>The content type of endpoints that look at the body alone; the document leaves it out.</summary>
    internal const string AnyType = "*/*";

    private const string Bearer = "bearer";

    /// <summary>Adds the document.</summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="title">What the API is for, in a few words.</param>
    public static WebApplicationBuilder AddApiDocument(this WebApplicationBuilder builder, string title)
    {
        builder.Services.AddOpenApi(options => options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = title, Version = "1" };
            // the same document on every brand's hosts
            document.Servers = [];
            (document.Components ??= new OpenApiComponents()).SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = Bearer, BearerFormat = "JWT" },
            };
            foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations?.Values ?? Enumerable.Empty<OpenApiOperation>()))
            {
                operation.RequestBody?.Content?.Remove(AnyType);
                // optional: which requests need a token is said by each operation
                operation.Security = [new OpenApiSecurityRequirement(), new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] }];
            }

            return Task.CompletedTask;
        }));
        return builder;
    }

    /// <summary>Serves the document at a path below <c>/api</c>, so that it is reached as the API is.</summary>
    public static void MapApiDocument(this IEndpointRouteBuilder routes, string path) => routes.MapOpenApi(path);
}
