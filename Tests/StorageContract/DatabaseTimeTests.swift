import SallyportCore
import Testing

@testable import SallyportPostgreSQL

/// The database's time between two transactions: what round trips prove of it, and nothing else.
@Suite("PostgreSQL: the time between transactions")
struct DatabaseTimeTests {
    private let machine = Timestamp(milliseconds: 1_780_660_800_000)
    private let time: DatabaseTime

    init() {
        let machine = machine
        time = DatabaseTime(machine: { machine })
    }

    /// A round trip that began now and took so long; in its middle the database was ahead by so much.
    private func learn(_ ahead: Duration, trip: Duration) {
        time.learn(
            machine + .milliseconds(trip.milliseconds / 2) + ahead, askedAt: machine, answeredAt: machine + trip)
    }

    @Test("is learned from a round trip, however slow that is", arguments: [2, 300, 5000])
    func learned(trip: Int) {
        learn(.seconds(60), trip: .milliseconds(trip))
        #expect(time.now() == machine + .seconds(60))
    }

    @Test("is not disturbed by what a slow round trip cannot prove")
    func slow() {
        learn(.seconds(60), trip: .milliseconds(2))
        learn(.seconds(62), trip: .seconds(5))
        #expect(time.now() == machine + .seconds(60))
        learn(.seconds(63), trip: .seconds(5))
        #expect(time.now() == machine + .seconds(63))
    }

    @Test("is not learned from a trip that ended before it began")
    func setBack() {
        time.learn(machine, askedAt: machine, answeredAt: machine - .seconds(60))
        #expect(time.now() == machine)
    }
}
