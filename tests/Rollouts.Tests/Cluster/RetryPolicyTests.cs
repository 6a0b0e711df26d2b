using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using SiteBuilder.Delivery.Rollouts.Cluster;

namespace SiteBuilder.Rollouts.Tests.Cluster;

public sealed class RetryPolicyTests
{
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.Zero };

    [Theory]
    [InlineData(429, null, 6, "0.1 0.3 0.7 1.5 3.1")]
    [InlineData(503, null, 10, "0.1 0.3 0.7 1.5 3.1 6.3 12.7 20.7")]
    [InlineData(429, 1, 4, "1 2 3")]
    [InlineData(429, 0, 3, "0.1 0.2")]
    [InlineData(503, 600, 3, "8 16")]
    [InlineData(404, null, 3, "")]
    [InlineData(409, null, 3, "")]
    [InlineData(422, null, 3, "")]
    [InlineData(501, null, 3, "")]
    public async Task Request_is_tried_again_after_longer_and_longer_pauses_or_as_the_server_wishes(int code, int? retryAfter, int succeedsAt, string expected)
    {
        var start = _time.GetUtcNow();
        var tries = new List<double>();
        var run = new RetryPolicy(_time).RunAsync(
            () =>
            {
                tries.Add((_time.GetUtcNow() - start).TotalSeconds);
                return tries.Count == succeedsAt
                    ? Task.FromResult(true)
                    : Task.FromException<bool>(new ApiRefusedException(code, "", "no", [], retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null));
            },
            CancellationToken.None);
        while (!run.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        string.Join(' ', tries.Skip(1)).ShouldBe(expected);
        run.IsCompletedSuccessfully.ShouldBe(tries.Count == succeedsAt);
    }

    [Fact]
    public void Broken_connections_and_torn_answers_may_pass_and_wrong_names_and_certificates_may_not()
    {
        RetryPolicy.MayPass(new HttpRequestException(HttpRequestError.ConnectionError)).ShouldBeTrue();
        RetryPolicy.MayPass(new IOException()).ShouldBeTrue();
        RetryPolicy.MayPass(new JsonException()).ShouldBeTrue();
        RetryPolicy.MayPass(new ApiRefusedException(500, "InternalError", "failed calling webhook", [])).ShouldBeTrue();
        RetryPolicy.MayPass(new ApiRefusedException(500, "", "failed to create typed patch object (a/b; v1, Kind=C): .d: field not declared in schema", [])).ShouldBeFalse();
        RetryPolicy.MayPass(new HttpRequestException(HttpRequestError.SecureConnectionError)).ShouldBeFalse();
        RetryPolicy.MayPass(new HttpRequestException(HttpRequestError.NameResolutionError)).ShouldBeFalse();
        RetryPolicy.MayPass(new InvalidOperationException()).ShouldBeFalse();
    }
}
