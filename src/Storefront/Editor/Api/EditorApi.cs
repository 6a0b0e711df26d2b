using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SiteBuilder.Storefront.Editor.Api;

/// <summary>Asks the platform's API in the name of a user. The brand is the one whose host the user asked: the Host header goes on as it came.</summary>
internal sealed class EditorApi(HttpClient http)
{
    private const string ForwardedFor = "X-Forwarded-For";

    // letters of all languages as they are: escaped, a page would be three times as large
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Sends a request.</summary>
    /// <exception cref="SignedOutException">The token does not serve.</exception>
    /// <exception cref="ApiAwayException">There was no answer in time, or an error of a service.</exception>
    public async Task<ApiAnswer> SendAsync(HttpContext context, ApiRequest request)
    {
        using var message = Message(context, request);
        try
        {
            using var response = await http.SendAsync(message, context.RequestAborted);
            var answer = new ApiAnswer((int)response.StatusCode, Parse(await response.Content.ReadAsStringAsync(context.RequestAborted)));
            if (response.StatusCode == HttpStatusCode.Unauthorized && request.Token is not null)
            {
                throw new SignedOutException();
            }

            return answer.Status < 500 ? answer : throw new ApiAwayException($"The API answered {answer.Status} to {request.Path}");
        }
        catch (Exception problem) when (problem is HttpRequestException or JsonException
            || (problem is OperationCanceledException && !context.RequestAborted.IsCancellationRequested))
        {
            throw new ApiAwayException($"The API did not answer to {request.Path}: {problem.GetBaseException().Message}", problem);
        }
    }

    private static HttpRequestMessage Message(HttpContext context, ApiRequest request)
    {
        var message = new HttpRequestMessage(request.Method, request.Path) { Content = Content(request) };
        message.Headers.Host = context.Request.Host.Value;
        // who is limited is the user's address, not this service's
        message.Headers.TryAddWithoutValidation(ForwardedFor, context.Request.Headers[ForwardedFor].ToString() is { Length: > 0 } known
            ? known
            : context.Connection.RemoteIpAddress?.ToString());
        if (request.Token is { } token)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (request.Seen is { } seen)
        {
            message.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{seen}\""));
        }

        if (request.MustBeNew)
        {
            message.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        }

        return message;
    }

    private static HttpContent? Content(ApiRequest request) => request switch
    {
        { Body: { } body } => new StringContent(body.ToJsonString(Plain), Encoding.UTF8, "application/json"),
        { Bytes: { } bytes } => new StreamContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } },
        _ => null,
    };

    private static JsonNode? Parse(string text) => text.Length > 0 ? JsonNode.Parse(text) : null;
}
