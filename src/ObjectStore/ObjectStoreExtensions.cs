using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace SiteBuilder.ObjectStore;

/// <summary>Gives a service its bucket.</summary>
public static class ObjectStoreExtensions
{
    /// <summary>Adds the <see cref="Bucket"/>, its health and the answer 503 while it is away. The service starts without it and becomes ready when it is there.</summary>
    public static WebApplicationBuilder AddObjectStore(this WebApplicationBuilder builder, ObjectStoreSettings settings)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<Bucket>();
        builder.Services.AddExceptionHandler<ObjectStoreAway>();
        builder.Services.AddHealthChecks().AddCheck<ObjectStoreHealth>("object store");
        return builder;
    }
}
