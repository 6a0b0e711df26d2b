using System.Net;
using SiteBuilder.Gateway.Tests.Fixtures;

namespace SiteBuilder.Gateway.Tests;

[Trait("Suite", "Service")]
public sealed class BodySizeTests : GatewayTest
{
    private const int Most = 2000;
    private const int MostOfFiles = 300_000;

    // the server counts the sizes of the pieces in which a body comes as well
    private const int Framing = 200;

    [Theory]
    [InlineData("/api/sites/main/pages/x", Most, false, true)]
    [InlineData("/api/sites/main/pages/x", Most - Framing, true, true)]
    [InlineData("/api/sites/main/pages/x", Most + 1, false, false)]
    [InlineData("/api/sites/main/pages/x", Most + 1, true, false)]
    [InlineData("/api/auth/login", Most + 1, true, false)]
    [InlineData("/api/media/x", MostOfFiles, false, true)]
    [InlineData("/api/media/x", MostOfFiles - Framing, true, true)]
    [InlineData("/api/media/x", MostOfFiles + 1, false, false)]
    [InlineData("/api/media/x", MostOfFiles + 1, true, false)]
    public async Task A_body_is_taken_up_to_its_routes_size_whether_it_says_how_large_it_is_or_not(string path, int size, bool chunked, bool taken)
    {
        var service = Keep(await StandInService.StartAsync());
        var gateway = await GatewayAsync(service.Address, run => run with { LargestText = Most, LargestFile = MostOfFiles });
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new ByteArrayContent(new byte[size]) };
        request.Headers.TransferEncodingChunked = chunked;
        var answer = await gateway.Client("acme.test").SendAsync(request);
        if (taken)
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            service.Received.ShouldHaveSingleItem().BodyBytes.ShouldBe(size);
        }
        else
        {
            var most = path.StartsWith("/api/media", StringComparison.Ordinal) ? MostOfFiles : Most;
            (await Problems.ReadAsync(answer)).ShouldBe($"413 The body is too large. At most {most} bytes are taken here.");
            service.Received.ShouldBeEmpty();
        }
    }
}
