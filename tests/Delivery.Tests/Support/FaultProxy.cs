using System.Net;

namespace SiteBuilder.Delivery.Tests.Support;

/// <summary>Stands on loopback before a real registry and does to chosen requests what networks and full disks do; all others pass.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private static readonly string[] Passed = ["Content-Type", "Content-Range", "Accept", "Authorization"];
    private static readonly string[] Returned = ["Location", "Docker-Content-Digest", "WWW-Authenticate", "Range", "Docker-Upload-UUID"];

    private readonly HttpListener _listener = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly int _target;
    private readonly Func<HttpListenerContext, Task<bool>> _fault;
    private readonly Task _loop;

    /// <param name="target">Port of the real registry.</param>
    /// <param name="fault">Answers a request itself and returns true, or leaves it alone.</param>
    public FaultProxy(int target, Func<HttpListenerContext, Task<bool>> fault)
    {
        (_target, _fault) = (target, fault);
        Port = FreePort.Next();
        _listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
        _listener.Start();
        _loop = Task.Run(ServeAsync);
    }

    public int Port { get; }

    public string Registry => $"127.0.0.1:{Port}";

    /// <summary>Answers with a status and a text.</summary>
    public static bool Answer(HttpListenerContext context, int status, string body, params (string Name, string Value)[] headers)
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        context.Response.Close(System.Text.Encoding.UTF8.GetBytes(body), willBlock: false);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _loop;
        _listener.Close();
        _http.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            _ = Task.Run(() => HandleAsync(context));
        }
    }

    private async Task HandleAsync(HttpListenerContext context)
    {
        try
        {
            if (!await _fault(context))
            {
                await ForwardAsync(context);
            }
        }
        catch (Exception error) when (error is HttpListenerException or IOException or HttpRequestException or InvalidOperationException)
        {
            context.Response.Abort();
        }
    }

    private async Task ForwardAsync(HttpListenerContext context)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.HttpMethod), $"http://127.0.0.1:{_target}{context.Request.RawUrl}");
        request.Headers.Host = Registry;
        if (context.Request.HasEntityBody || request.Method != HttpMethod.Get && request.Method != HttpMethod.Head)
        {
            var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            request.Content = new ByteArrayContent(body.ToArray());
        }

        foreach (var name in Passed)
        {
            if (context.Request.Headers[name] is { } value && !request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await _http.SendAsync(request);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var name in Returned)
        {
            if (response.Headers.TryGetValues(name, out var values))
            {
                context.Response.Headers[name] = values.First();
            }
        }

        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        context.Response.Close(request.Method == HttpMethod.Head ? [] : await response.Content.ReadAsByteArrayAsync(), willBlock: false);
    }
}
