namespace SiteBuilder.Storefront.Tests.Editor;

/// <summary>A browser on a brand's host: keeps cookies, says where its forms come from, follows nothing by itself.</summary>
internal sealed class EditorUser(HttpClient client, string host)
{
    public HttpClient Client => client;

    public Task<HttpResponseMessage> GetAsync(string path) => client.GetAsync(path);

    /// <summary>The HTML of a page that must be there.</summary>
    public async Task<string> ReadAsync(string path)
    {
        var answer = await client.GetAsync(path);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {answer.StatusCode} {answer.Headers.Location}");
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Sends a form.</summary>
    public Task<HttpResponseMessage> SendAsync(string path, params (string Name, string Value)[] fields) => SendAsync(path, $"http://{host}", null, fields);

    /// <summary>Sends a form as a browser does from a page of an origin.</summary>
    public async Task<HttpResponseMessage> SendAsync(string path, string? origin, string? fetchSite, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        if (fetchSite is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", fetchSite);
        }

        return await client.SendAsync(request);
    }

    public Task<HttpResponseMessage> SignInAsync(string email, string password) => SendAsync("/edit/login", ("email", email), ("password", password));
}
