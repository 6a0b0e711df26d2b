using SiteBuilder.Delivery.Testing;
using SiteBuilder.Model.Environments;

namespace SiteBuilder.Delivery.Tests.Testing;

public sealed class TestFilterTests
{
    [Theory]
    [InlineData("", TestSuite.Unit, TestSuite.Service, TestSuite.EndToEnd)]
    [InlineData("--filter-not-trait Suite=EndToEnd", TestSuite.Service, TestSuite.Unit)]
    [InlineData("--filter-not-trait Suite=Service Suite=EndToEnd", TestSuite.Unit)]
    [InlineData("--filter-trait Suite=Service Suite=EndToEnd", TestSuite.EndToEnd, TestSuite.Service)]
    public void A_choice_of_suites_is_a_filter(string filter, params TestSuite[] suites) => string.Join(' ', TestFilter.Of(suites)).ShouldBe(filter);
}
