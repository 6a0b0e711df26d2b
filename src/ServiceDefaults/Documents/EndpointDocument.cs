using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SiteBuilder.ServiceDefaults.Documents;

/// <summary>What the OpenAPI document says of an endpoint whose body is read field by field.</summary>
public static class EndpointDocument
{
    /// <summary>Says in a sentence what the endpoint does.</summary>
    public static RouteHandlerBuilder Does(this RouteHandlerBuilder endpoint, string summary) => endpoint.WithSummary(summary);

    /// <summary>Says what is to be sent, and that mistakes are named by field.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint)
        where T : notnull =>
        // any other type is read as JSON too: a command line sends what it likes
        endpoint.Accepts<T>("application/json", ApiDocument.AnyType).ProducesValidationProblem();

    /// <summary>Says what is answered.</summary>
    public static RouteHandlerBuilder Gives<T>(this RouteHandlerBuilder endpoint, int status = StatusCodes.Status200OK) => endpoint.Produces<T>(status);

    /// <summary>Says which problems are answered with problem+json.</summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params int[] statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.ProducesProblem(status);
        }

        return endpoint;
    }
}
