namespace SiteBuilder.Storefront.Editor;

/// <summary>Leads the browser on with a GET after a write (RFC 9110, 15.4.4), so that reloading writes nothing twice.</summary>
internal sealed class SeeOther : IResult
{
    private readonly string _path;

    private SeeOther(string path) => _path = path;

    public static IResult To(string path) => new SeeOther(path);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
        httpContext.Response.Headers.Location = _path;
        return Task.CompletedTask;
    }
}
