using System.Net.Sockets;
using System.Security.Authentication;
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
        var (tries, succeeded) = await TryAsync(new RetryPolicy(_time), new ApiRefusedException(code, "", "no", [], retryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null), succeedsAt);

        string.Join(' ', tries.Skip(1)).ShouldBe(expected);
        succeeded.ShouldBe(tries.Count == succeedsAt);
    }

    [Fact]
    public async Task Server_that_has_answered_is_waited_for_two_minutes_and_one_that_never_has_for_twenty_seconds()
    {
        var policy = new RetryPolicy(_time);
        var refused = new HttpRequestException(HttpRequestError.ConnectionError);

        (await TryAsync(policy, refused)).Tries[^1].ShouldBe(20.7, 0.01);
        await policy.RunAsync(() => Task.FromResult(true), CancellationToken.None);
        (await TryAsync(policy, refused)).Tries[^1].ShouldBe(124.7, 0.01);
        (await TryAsync(policy, new ApiRefusedException(502, "", "<html>", []))).Tries[^1].ShouldBe(124.7, 0.01);

        // one that says itself that it is busy is there, and will be less so
        (await TryAsync(policy, new ApiRefusedException(429, "TooManyRequests", "later", [], TimeSpan.FromSeconds(1)), 60)).Succeeded.ShouldBeTrue();
        (await TryAsync(policy, new ApiRefusedException(503, "ServiceUnavailable", "later", []))).Tries[^1].ShouldBe(124.7, 0.01);

        // what the server itself refuses, it has looked at
        (await TryAsync(policy, new ApiRefusedException(500, "InternalError", "no", []))).Tries[^1].ShouldBe(20.7, 0.01);
    }

    [Fact]
    public async Task Name_that_nobody_knows_ends_the_first_request_and_no_later_one()
    {
        var policy = new RetryPolicy(_time);
        var unknown = new HttpRequestException(HttpRequestError.NameResolutionError, "Name or service not known", new SocketException((int)SocketError.HostNotFound));

        (await TryAsync(policy, unknown)).Tries.Count.ShouldBe(1);
        (await TryAsync(policy, new HttpRequestException(HttpRequestError.NameResolutionError, "try again", new SocketException((int)SocketError.TryAgain)), 3)).Succeeded.ShouldBeTrue();
        (await TryAsync(policy, unknown, 3)).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void Broken_connections_handshakes_and_torn_answers_may_pass_and_wrong_certificates_may_not()
    {
        RetryPolicy.MayPass(new HttpRequestException(HttpRequestError.ConnectionError)).ShouldBeTrue();
        RetryPolicy.MayPass(new IOException()).ShouldBeTrue();
        RetryPolicy.MayPass(new JsonException()).ShouldBeTrue();
        RetryPolicy.MayPass(new ApiRefusedException(500, "InternalError", "failed calling webhook", [])).ShouldBeTrue();
        RetryPolicy.MayPass(new ApiRefusedException(500, "", "failed to create typed patch object (a/b; v1, Kind=C): .d: field not declared in schema", [])).ShouldBeFalse();
        RetryPolicy.MayPass(new HttpRequestException(HttpRequestError.SecureConnectionError, "TLS", new IOException("unexpected EOF"))).ShouldBeTrue();
        RetryPolicy.MayPass(new HttpRequestException(HttpRequestError.SecureConnectionError, "TLS", new AuthenticationException("UntrustedRoot"))).ShouldBeFalse();
        RetryPolicy.MayPass(new InvalidOperationException()).ShouldBeFalse();
    }

    /// <summary>When, in seconds, what ends so each time was tried.</summary>
    private async Task<(IReadOnlyList<double> Tries, bool Succeeded)> TryAsync(RetryPolicy policy, Exception error, int succeedsAt = 0)
    {
        var start = _time.GetUtcNow();
        var tries = new List<double>();
        var run = policy.RunAsync(
            () =>
            {
                tries.Add((_time.GetUtcNow() - start).TotalSeconds);
                return tries.Count == succeedsAt ? Task.FromResult(true) : Task.FromException<bool>(error);
            },
            CancellationToken.None);
        while (!run.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        return (tries, run.IsCompletedSuccessfully);
    }
}
