// The nouns that ids name. Rows of some have a type of their own elsewhere; an id needs only the
// noun.

package enum Company: Sendable {}
package enum Agent: Sendable {}
package enum Room: Sendable {}
package enum Customer: Sendable {}
package enum Chat: Sendable {}
package enum Offer: Sendable {}
package enum Message: Sendable {}
package enum Letter: Sendable {}
package enum LogOn: Sendable {}
package enum Connection: Sendable {}
package enum Explanation: Sendable {}
package enum Node: Sendable {}
