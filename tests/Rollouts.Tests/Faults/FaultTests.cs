using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using SiteBuilder.Delivery.Rollouts;
using SiteBuilder.Delivery.Tools;
using SiteBuilder.Rollouts.Tests.Cluster;

namespace SiteBuilder.Rollouts.Tests.Faults;

/// <summary>What goes wrong between a rollout and the API server and passes: the rollout succeeds all the same.</summary>
[Trait("Suite", "Service")]
public sealed class FaultTests(TestCluster cluster)
{
    [Fact]
    public Task Server_that_has_too_much_to_do_is_asked_again_when_it_wishes() => SucceedsAsync(FirstTime(call => call.Method != "GET", Fault.Refused(429, "TooManyRequests", "1")));

    [Fact]
    public Task Server_that_fails_is_asked_again() => SucceedsAsync(FirstTime(call => !call.IsWatch, Fault.Refused(500, "InternalError")));

    [Fact]
    public Task Server_that_is_away_is_asked_again_with_longer_pauses()
    {
        var tries = new ConcurrentDictionary<string, int>();
        return SucceedsAsync(call => !call.IsWatch && tries.AddOrUpdate(call.ToString(), 1, (_, n) => n + 1) <= 3 ? new Fault { Status = 503, Body = "<html>upstream connect error</html>" } : Fault.None);
    }

    [Fact]
    public Task Server_that_is_restarted_in_the_middle_is_waited_for()
    {
        var clock = new Stopwatch();
        return SucceedsAsync(call =>
        {
            if (call.Write == 3)
            {
                clock.Start();
            }

            return clock.IsRunning && clock.Elapsed < TimeSpan.FromSeconds(4) ? Fault.LostRequest : Fault.None;
        });
    }

    [Fact]
    public Task Answer_that_is_no_json_is_asked_for_again() => SucceedsAsync(FirstTime(call => call.Method == "GET" && !call.IsWatch, new Fault { Status = 200, Body = "<html>a moment, please</html>" }));

    [Fact]
    public Task Answer_that_is_cut_off_is_asked_for_again() => SucceedsAsync(FirstTime(call => !call.IsWatch, new Fault { Cut = 40 }));

    [Fact]
    public Task Connection_that_breaks_before_each_request_is_made_anew() => SucceedsAsync(FirstTime(call => call.Number % 3 == 0, Fault.LostRequest));

    [Fact]
    public Task Write_whose_answer_is_lost_is_not_taken_for_somebody_elses() => SucceedsAsync(FirstTime(call => call.Method != "GET" && !call.Path.EndsWith("/namespaces", StringComparison.Ordinal), Fault.LostAnswer));

    [Fact]
    public Task Write_that_raced_with_another_is_done_again() => SucceedsAsync(FirstTime(call => call.Method == "PATCH", Fault.Refused(409, "Conflict")));

    [Fact]
    public Task Watch_that_is_dropped_again_and_again_misses_nothing() => SucceedsAsync(call => call.IsWatch ? new Fault { BreaksWithin = TimeSpan.FromMilliseconds(200) } : Fault.None);

    [Fact]
    public Task Watch_that_ends_within_a_line_misses_nothing()
    {
        var random = new Random(5);
        return SucceedsAsync(call =>
        {
            lock (random)
            {
                return call.IsWatch ? new Fault { Cut = random.Next(1, 6000) } : Fault.None;
            }
        });
    }

    [Fact]
    public Task Watch_whose_history_is_gone_begins_again_with_a_list() => SucceedsAsync(FirstTime(call => call.IsWatch, Fault.Gone));

    [Fact]
    public Task Watch_that_says_within_that_its_history_is_gone_begins_again_with_a_list() => SucceedsAsync(FirstTime(call => call.IsWatch, Fault.GoneWithin));

    [Fact]
    public Task Webhook_that_is_still_starting_is_waited_for() => SucceedsAsync(FirstTime(
        call => call.Method == "PATCH",
        new Fault { Status = 500, Body = """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"Internal error occurred: failed calling webhook \"check.example.com\": no endpoints available for service \"checker\"","reason":"InternalError","details":{"causes":[{"message":"failed calling webhook"}]},"code":500}""" }));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task Everything_at_once_and_by_chance_is_survived(int seed)
    {
        var random = new Random(seed);
        Fault[] all = [Fault.Refused(429, "TooManyRequests", "1"), Fault.Refused(500, "InternalError"), Fault.Refused(503, "ServiceUnavailable"), Fault.LostRequest, Fault.LostAnswer, new Fault { Cut = 100 }];
        Fault[] ofWatches = [Fault.Gone, Fault.GoneWithin, Fault.LostRequest, new Fault { BreaksWithin = TimeSpan.FromMilliseconds(300) }, new Fault { Cut = 3000 }];
        return SucceedsAsync(call =>
        {
            lock (random)
            {
                return random.NextDouble() > 0.2 ? Fault.None : random.GetItems(call.IsWatch ? ofWatches : all, 1)[0];
            }
        });
    }

    [Fact]
    public async Task Server_that_stays_away_ends_the_rollout_with_what_was_done_and_where_it_is_expected()
    {
        var name = cluster.NewName();
        var dead = false;
        await using var server = await FaultyServer.StartAsync(cluster.Kubeconfig, _ => Volatile.Read(ref dead) ? Fault.LostRequest : Fault.None, call =>
        {
            if (call.Path.EndsWith("/configmaps/settings", StringComparison.Ordinal) && call.Write > 0)
            {
                Volatile.Write(ref dead, true);
            }
        });
        var request = cluster.Request(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.Service(name, "web")) with { KubeconfigPath = server.Kubeconfig };

        // it is waited for two minutes
        var failure = await Should.ThrowAsync<StepFailedException>(() => new Rollout(new FastTime(8)).RunAsync(request, null, TestContext.Current.CancellationToken));

        cluster.Plain(failure.Message, name).Split('\n')[0].ShouldMatch("^Deploy failed at API server https://127.0.0.1:[0-9]+/: .+; (1|2) created; 1 not begun$");
        failure.Result().Entries.Count.ShouldBe(3);
        failure.Result().Changed.ShouldBeTrue();
    }

    /// <summary>The fault at the first of each of the calls.</summary>
    private static Func<ApiCall, Fault> FirstTime(Func<ApiCall, bool> of, Fault fault)
    {
        var seen = new ConcurrentDictionary<string, bool>();
        return call => of(call) && seen.TryAdd($"{call} {(call.IsWatch ? "watch" : call.Query.Contains("dryRun", StringComparison.Ordinal) ? "dry" : "")}", true) ? fault : Fault.None;
    }

    private async Task SucceedsAsync(Func<ApiCall, Fault> faults)
    {
        var name = cluster.NewNameForPods();
        await cluster.RunAsync(name, Workloads.Namespace(name), Workloads.ConfigMap(name, "settings"), Workloads.ConfigMap(name, "old"), Workloads.Deployment(name, "web"));
        JsonObject[] objects = [Workloads.Namespace(name), Workloads.ConfigMap(name, "settings", "two"), Workloads.Secret(name, "login", "hunter2hunter2"), Workloads.Service(name, "web"), Workloads.SlowDeployment(name, "web", 3)];
        RolloutResult result;
        var dealt = 0;
        await using (var server = await FaultyServer.StartAsync(cluster.Kubeconfig, Counted))
        {
            result = await cluster.RunAsync(cluster.Request(name, objects) with { KubeconfigPath = server.Kubeconfig });
        }

        result.Entries.Select(e => $"{e.Object} {e.Action} {e.Status}").ShouldBe(
            [$"Namespace {name} Unchanged Ready", $"ConfigMap {name}/settings Updated Ready", $"Secret {name}/login Created Ready", $"Service {name}/web Created Ready", $"Deployment {name}/web Updated Ready", $"ConfigMap {name}/old Deleted Gone"],
            ignoreOrder: true);
        result.Revision.ShouldBe(2);
        (await cluster.RunAsync(cluster.Request(name, objects))).Changed.ShouldBeFalse();
        dealt.ShouldBeGreaterThan(0);

        Fault Counted(ApiCall call)
        {
            var fault = faults(call);
            Interlocked.Add(ref dealt, fault == Fault.None ? 0 : 1);
            return fault;
        }
    }
}
